import { noAnswer, PanelFailure, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/** Orders through the BFF's three routes, as the deployed panel reads them: by hand, and unchecked. */
export const bffOrders: OrderAccess = {
  async search(orderRef, signal) {
    const list: { readonly orders: readonly PanelOrder[] } = await ask(
      `/api/orders?q=${encodeURIComponent(orderRef)}`,
      {
        signal,
      },
    )
    return list.orders[0] ?? null
  },

  async importOrder(subject, signal) {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify(subject)
    const init = { method: 'POST', headers, body, signal }
    const imported: { readonly orderId: string } = await ask('/api/orders/import-one', init)
    // The import's answer has no parcels: the detail has everything.
    return await ask(`/api/orders/${encodeURIComponent(imported.orderId)}`, { signal })
  },
}

async function ask(path: string, init: RequestInit) {
  const answer = await fetch(path, init)
  const body = await answer.json()
  if (!answer.ok) throw new PanelFailure(typeof body.error === 'string' ? body.error : noAnswer)
  return body
}
