import { noAnswer, PanelFailure, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/** Longer than the back end waits for Orderport. */
const timeoutMs = 20_000

/** Orders through the BFF's three routes, read without checks, as the deployed panel does. */
export const bffOrders: OrderAccess = {
  async search(orderRef, signal) {
    const list: { readonly orders: readonly PanelOrder[] } = await fetchJson(
      `/api/orders?q=${encodeURIComponent(orderRef)}`,
      { signal },
    )
    // `q` also finds the reference in other fields, such as the seller's own number.
    return list.orders.find(({ externalOrderId }) => externalOrderId === orderRef) ?? null
  },

  async importOrder(input, signal) {
    const headers = { 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(input), signal }
    const imported: { readonly orderId: string } = await fetchJson('/api/orders/import-one', init)
    // The import's answer has no packages; the detail has everything.
    return await fetchJson(`/api/orders/${encodeURIComponent(imported.orderId)}`, { signal })
  },
}

async function fetchJson(path: string, init: RequestInit & { readonly signal: AbortSignal }) {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(timeoutMs)])
  const answer = await fetch(path, { ...init, signal })
  const body = await answer.json()
  if (answer.ok) return body
  throw new PanelFailure(typeof body.error === 'string' ? body.error : noAnswer, body.code ?? null)
}
