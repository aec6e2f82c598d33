/**
 * The counterpart of trpc-calls.ts in packages/sdk/consumers/package-checks, with the server's router in place of the
 * generated one. It is compiled, never run.
 */
import type { AppRouter } from '@orderport/api'
import { createTRPCClient, httpBatchLink } from '@trpc/client'

const { orders } = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })

export async function importAndRead(orderRef: string) {
  const imported = await orders.import.mutate({ orderRef })
  const page = await orders.list.query({ status: imported.status })
  const order = await orders.get.query({ orderId: imported.orderId })
  return { source: imported.source, total: page.total, sku: order.products[0]?.sku ?? null }
}
