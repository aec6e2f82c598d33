import { noAnswer, PanelFailure, type ImportProgress, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/** Longer than the back end waits for Orderport. */
const timeoutMs = 20_000

/** How often an import of many orders is asked how far it is. */
const askEveryMs = 1000

/** Orders through the BFF's routes, read without checks, as the deployed panel does. */
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
    const imported: { readonly orderId: string } = await postJson('/api/orders/import-one', input, signal)
    // The import's answer has no packages; the detail has everything.
    return await fetchJson(`/api/orders/${encodeURIComponent(imported.orderId)}`, { signal })
  },

  async *importMany(orderRefs, signal) {
    const started: { readonly importId: string } = await postJson('/api/orders/import-many', { orderRefs }, signal)
    for (;;) {
      const progress = progressOf(await fetchJson(`/api/imports/${encodeURIComponent(started.importId)}`, { signal }))
      yield progress
      if (progress.hasEnded) return
      await new Promise((resolve) => setTimeout(resolve, askEveryMs))
    }
  },
}

/** An import as the route answers it. */
interface AnsweredImport {
  readonly state: string
  readonly total: number | null
  readonly done: number
  readonly failed: number
  readonly error: string | null
  readonly failures: readonly { readonly orderRef: string; readonly error: string; readonly code: string }[]
}

function progressOf({ state, total, done, failed, error, failures }: AnsweredImport): ImportProgress {
  return {
    hasEnded: ['done', 'failed', 'cancelled'].includes(state),
    total: total ?? 0,
    done,
    failed,
    waitsBecause: error,
    failures: failures.map(({ orderRef, error: sentence, code }) => ({
      orderRef,
      failure: new PanelFailure(sentence, code),
    })),
  }
}

function postJson(path: string, body: object, signal: AbortSignal) {
  const headers = { 'Content-Type': 'application/json' }
  return fetchJson(path, { method: 'POST', headers, body: JSON.stringify(body), signal })
}

async function fetchJson(path: string, init: RequestInit & { readonly signal: AbortSignal }) {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(timeoutMs)])
  const answer = await fetch(path, { ...init, signal })
  const body = await answer.json()
  if (answer.ok) return body
  throw new PanelFailure(typeof body.error === 'string' ? body.error : noAnswer, body.code ?? null)
}
