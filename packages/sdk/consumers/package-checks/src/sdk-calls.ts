import { createOrderport } from '@orderport/sdk'

const { orders } = createOrderport({ baseUrl: '', tenantId: 'boutique-lyon' })

export async function importAndRead(orderRef: string) {
  const imported = await orders.import({ orderRef })
  const page = await orders.list({ status: imported.status })
  const order = await orders.get({ orderId: imported.orderId })
  return { source: imported.source, total: page.total, sku: order.products[0]?.sku ?? null }
}
