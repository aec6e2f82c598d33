import { orderRef } from './quoted-orders.ts'

/** A call of a browser to the example's back end, and its expected outcome. */
export interface RouteCase {
  readonly name: string
  readonly path: string
  /** The path that the back end forwards it to. */
  readonly forwarded: string
  /** A case with a body is a POST. */
  readonly body?: string
  readonly status: number
}

const list = {
  path: `/api/orders?q=${orderRef}&limit=5`,
  forwarded: `/api/v1/orders?q=${orderRef}&limit=5`,
}
const detail = { path: `/api/orders/${orderRef}`, forwarded: `/api/v1/orders/${orderRef}` }
const importOne = { path: '/api/orders/import-one', forwarded: '/api/v1/orders/import-one' }
const order = JSON.stringify({ orderRef: orderRef })
const unknownOrder = JSON.stringify({ orderRef: '171-0000000-0000009' })
const otherTenant = JSON.stringify({ orderRef: orderRef, tenantId: 'atelier-berlin' })

const importMany = { path: '/api/orders/import-many', forwarded: '/api/v1/orders/import-many' }
const noReference = JSON.stringify({ orderRefs: ['#1001'] })

/** Each of the routes, with failures, and with a success where two of them are equal. */
export const routeCases: readonly RouteCase[] = [
  { name: 'the list', ...list, status: 200 },
  {
    name: 'a list with an invalid limit',
    path: '/api/orders?limit=x',
    forwarded: '/api/v1/orders?limit=x',
    status: 400,
  },
  { name: 'an order', ...detail, status: 200 },
  { name: 'an absent order', path: '/api/orders/ord-0-0', forwarded: '/api/v1/orders/ord-0-0', status: 404 },
  { name: 'an import', ...importOne, body: order, status: 200 },
  { name: 'an import of an order that Amazon doesn’t know', ...importOne, body: unknownOrder, status: 404 },
  { name: 'an import for another tenant', ...importOne, body: otherTenant, status: 403 },
  { name: 'an import of many orders, none of which is one of Amazon’s', ...importMany, body: noReference, status: 400 },
  { name: 'an absent import', path: '/api/imports/imp-0-0', forwarded: '/api/v1/imports/imp-0-0', status: 404 },
  { name: 'an import with half a body', ...importOne, body: '{"orderRef":', status: 400 },
]
