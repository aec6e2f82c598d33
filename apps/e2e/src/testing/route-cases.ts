import { knownReference } from './inbox-scene.ts'

/** A call of the browser to the example's back end, and what is to become of it. */
export interface RouteCase {
  readonly name: string
  readonly path: string
  /** Where the back end passes it on. */
  readonly forwarded: string
  /** With a body it is a POST. */
  readonly body?: string
  readonly status: number
}

const list = {
  path: `/api/orders?q=${knownReference}&limit=5`,
  forwarded: `/api/v1/orders?q=${knownReference}&limit=5`,
}
const detail = { path: `/api/orders/${knownReference}`, forwarded: `/api/v1/orders/${knownReference}` }
const importOne = { path: '/api/orders/import-one', forwarded: '/api/v1/orders/import-one' }
const order = JSON.stringify({ orderRef: knownReference })
const unknownOrder = JSON.stringify({ orderRef: '171-0000000-0000009' })
const otherTenant = JSON.stringify({ orderRef: knownReference, tenantId: 'atelier-berlin' })

/** Each of the three routes, with an answer and with errors. */
export const routeCases: readonly RouteCase[] = [
  { name: 'the list', ...list, status: 200 },
  { name: 'a list that can’t be read', path: '/api/orders?limit=x', forwarded: '/api/v1/orders?limit=x', status: 400 },
  { name: 'an order', ...detail, status: 200 },
  { name: 'no such order', path: '/api/orders/ord-0-0', forwarded: '/api/v1/orders/ord-0-0', status: 404 },
  { name: 'an import', ...importOne, body: order, status: 200 },
  { name: 'an import of what Amazon doesn’t know', ...importOne, body: unknownOrder, status: 404 },
  { name: 'an import for another tenant', ...importOne, body: otherTenant, status: 403 },
  { name: 'an import with half a body', ...importOne, body: '{"orderRef":', status: 400 },
]
