import { cleanText, type Instant, parseOrderInstant } from '@orderport/domain'
import { isRecord, type RawOrder, saysFailure } from '../parse/answered-order.ts'
import { answerFailure } from '../transport/amazon-error.ts'
import type { Operation, UpstreamAnswer } from '../transport/upstream-request.ts'

/** Where an operation's answers hold a page of orders. */
export interface PagePlace {
  readonly operation: Operation
  /** Returns the object with the list in it, out of the answer's body. */
  readonly pageOf: (body: RawOrder) => unknown
  readonly ordersMember: string
  readonly idMember: string
  /** Returns the token's raw value. */
  readonly tokenOf: (page: RawOrder) => unknown
}

/** An order of a list as Amazon sent it, with its id. */
interface AnsweredListing {
  readonly externalOrderId: string
  readonly raw: RawOrder
}

export interface AnsweredPage {
  readonly listings: readonly AnsweredListing[]
  readonly nextToken: string | null
  /** The object that held the list. */
  readonly page: RawOrder
}

/**
 * Reads a page of orders. Throws `UPSTREAM_ERROR` for everything that isn't one: an empty body, `{}`, a body that tells
 * of a failure, an element without an id, a token that isn't text. Only an empty list means that there are no orders.
 */
export function readAnsweredPage(answer: UpstreamAnswer, place: PagePlace): AnsweredPage {
  const unreadable = answerFailure('UPSTREAM_ERROR', place.operation, answer)
  const body = answer.body.kind === 'json' ? answer.body.value : null
  if (!isRecord(body) || saysFailure(body)) throw unreadable
  const page = place.pageOf(body)
  const orders = isRecord(page) ? page[place.ordersMember] : null
  if (!isRecord(page) || !Array.isArray(orders)) throw unreadable
  const listings = orders.map((raw: unknown): AnsweredListing => {
    const externalOrderId = isRecord(raw) ? cleanText(raw[place.idMember]) : null
    if (!isRecord(raw) || externalOrderId === null) throw unreadable
    return { externalOrderId, raw }
  })
  const token = place.tokenOf(page) ?? ''
  if (typeof token !== 'string') throw unreadable
  return { listings, nextToken: token === '' ? null : token, page }
}

/** Returns how far Amazon looked, where it says that this is less far than the window's end. */
export function readCoverage(echo: unknown, to: Instant): { readonly coveredUntil?: Instant } {
  const until = parseOrderInstant(echo)
  return until !== null && Date.parse(until) < Date.parse(to) ? { coveredUntil: until } : {}
}

/** Returns true for a moment that is a window's end itself: Amazon includes it, and the next window begins with it. */
export function isAtEnd(moment: Instant | null, to: Instant): boolean {
  return moment !== null && Date.parse(moment) === Date.parse(to)
}

/** Returns a moment as Amazon writes it: in UTC, without a fraction where there is none. */
export function amazonTime(moment: Instant): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z')
}

/** Returns a query of these parameters; a list is comma-separated, and one that is empty is left out. */
export function queryOf(parameters: Readonly<Record<string, string | readonly string[] | null>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => [name, typeof value === 'string' ? [value] : (value ?? [])] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(',')}`)
    .join('&')
}
