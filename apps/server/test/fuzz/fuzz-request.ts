import fc from 'fast-check'
import type { ListenerName } from '../access/endpoints.ts'
import { tenantA } from '../access/two-tenants.ts'
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

/** Values of an order that exists, so that some calls succeed. */
export const examples: Examples = {
  orderRef: [tenantA.order.reference],
  orderId: [tenantA.order.id, tenantA.order.reference],
  q: ['1', tenantA.order.reference],
  channel: ['amazon', 'ebay'],
  limit: [0, 1, 1000],
  dateFrom: ['2026-01-01', '2026-02-05T10:11:12+02:00'],
}

/** `encodeURIComponent` that also takes text with lone surrogates. */
export function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
