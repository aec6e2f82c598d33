import { noAnswer, PanelFailure, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/** Orders through the BFF's three routes, read without checks, as the deployed panel does. */
export const bffOrders: OrderAccess = {
  async search(orderRef, signal) {
    const list: { readonly orders: readonly PanelOrder[] } = await fetchJson(
      `/api/orders?q=${encodeURIComponent(orderRef)}`,
      { signal },
    )
    return list.orders[0] ?? null
  },

  async importOrder(subject, signal) {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify(subject)
    const init = { method: 'POST', headers, body, signal }
    const imported: { readonly orderId: string } = await fetchJson('/api/orders/import-one', init)
    // The import's answer has no packages; the detail has everything.
    return await fetchJson(`/api/orders/${encodeURIComponent(imported.orderId)}`, { signal })
  },
}

async function fetchJson(path: string, init: RequestInit) {
  const answer = await fetch(path, init)
  const body = await answer.json()
  if (!answer.ok) throw new PanelFailure(typeof body.error === 'string' ? body.error : noAnswer)
  return body
}
