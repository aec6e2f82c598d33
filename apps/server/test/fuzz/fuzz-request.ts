import fc from 'fast-check'
import type { ListenerName } from '../access/endpoints.ts'
import { sharedPeriod, tenantA } from '../access/two-tenants.ts'
import type { Header } from '../harness/raw-request.ts'
import type { Examples } from './schema-values.ts'

/** A request to a listener, without the headers that identify the caller. */
export interface FuzzRequest {
  readonly listener: ListenerName
  readonly method: string
  readonly path: string
  readonly headers: readonly Header[]
  readonly body?: string | undefined
}

export const listener = fc.constantFrom<ListenerName>('internal', 'public')

export const jsonHeaders: readonly Header[] = [['content-type', 'application/json']]

/** Values of an order and an import that exist, so that some calls succeed. */
export const examples: Examples = {
  orderRef: [tenantA.order.reference],
  orderId: [tenantA.order.id, tenantA.order.reference],
  q: ['1', tenantA.order.reference],
  channel: ['amazon', 'ebay'],
  limit: [0, 1, 1000],
  // An import that has ended: whatever is done to it changes nothing, and whoever watches it is told at once.
  id: [tenantA.importId],
  orderRefs: [[tenantA.order.reference], ['#1001']],
  refs: [[tenantA.order.reference], ['#1001']],
  text: [`Où est ${tenantA.order.reference} ? #1001`],
  since: [sharedPeriod.since, '2026-02-01'],
  until: [sharedPeriod.until],
  dateFrom: ['2026-01-01', '2026-02-05T10:11:12+02:00'],
}

/**
 * Returns the input of an import with one of the fields that say what to import. All other fields stay; so does any
 * other input. The schema allows several of them, which the import then refuses.
 */
export function withOneWay(input: unknown, way: 'refs' | 'text' | 'since' | null): unknown {
  if (typeof input !== 'object' || input === null || way === null) return input
  const dropped = new Set(['refs', 'text', 'since', 'until'].filter((name) => name !== way))
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !dropped.has(name === 'orderRefs' ? 'refs' : name)),
  )
}

export const way = fc.constantFrom('refs', 'text', 'since', null)

/** `encodeURIComponent` that also takes text with lone surrogates. */
export function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
