import { createOrderport } from '@orderport/sdk'
import type { OrderportRouter } from '@orderport/sdk/trpc'
import { createTRPCClient, httpLink } from '@trpc/client'
import { setTimeout as delay } from 'node:timers/promises'
import { agent } from '../database/seed-orders.ts'
import type { Call, Load, LoadOutcome, Style } from './call.ts'

/** Sends one call, and returns what the client makes of the answer. */
export type Send = (call: Call) => Promise<unknown>

/** Calls by the SDK or by tRPC's own client: as many callers as connections, each waits for its answer. */
export async function sendByClient(load: Load): Promise<LoadOutcome> {
  const send = createSend(load.style, load.address)
  const calls = load.batches.flat()
  const latencies: number[] = []
  let failed = 0
  let next = 0
  const start = performance.now()
  const until = start + load.seconds * 1000
  const mayGoOn = () => (load.amount === undefined ? performance.now() < until : next < load.amount)

  async function caller(): Promise<void> {
    while (mayGoOn()) {
      const call = calls[next % calls.length]
      next += 1
      if (call === undefined) return
      const sent = performance.now()
      try {
        await send(call)
        latencies.push(performance.now() - sent)
      } catch {
        failed += 1
        // A service that refuses at once must not be flooded.
        await delay(10)
      }
    }
  }

  await Promise.all(Array.from({ length: load.connections }, caller))
  const seconds = (performance.now() - start) / 1000
  return { answered: latencies.length, failed, seconds, latencies: latencies.toSorted((one, other) => one - other) }
}

export function createSend(style: Style, address: string): Send {
  return style === 'sdk' ? throughSdk(address) : throughTrpcClient(address)
}

/** Sends calls by the SDK as it comes, but for batches: callers would share requests, and not by the same number. */
function throughSdk(baseUrl: string): Send {
  const headers = { 'x-user-email': agent }
  const clients = new Map<string, ReturnType<typeof createOrderport>>()
  return ({ tenantId, procedure, input }) => {
    const client = clients.get(tenantId) ?? createOrderport({ baseUrl, tenantId, headers, batch: false })
    clients.set(tenantId, client)
    switch (procedure) {
      case 'get':
        return client.orders.get({ orderId: String(input['orderId']) })
      case 'list':
        return client.orders.list(input)
      case 'import':
        return client.orders.import({ orderRef: String(input['orderRef']) })
    }
  }
}

function throughTrpcClient(address: string): Send {
  const link = httpLink<OrderportRouter>({
    url: `${address}/trpc`,
    headers: ({ op }) => ({ 'x-tenant-id': String(op.context['tenantId']), 'x-user-email': agent }),
  })
  const { orders } = createTRPCClient<OrderportRouter>({ links: [link] })
  return ({ tenantId, procedure, input }) => {
    const context = { context: { tenantId } }
    switch (procedure) {
      case 'get':
        return orders.get.query({ orderId: String(input['orderId']) }, context)
      case 'list':
        return orders.list.query(input, context)
      case 'import':
        return orders.import.mutate({ orderRef: String(input['orderRef']) }, context)
    }
  }
}
