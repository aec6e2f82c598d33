import type { ErrorCode } from '@orderport/domain'
import { type AmazonError, readAmazonError } from './amazon-error.ts'
import type { UpstreamAnswer } from './upstream-request.ts'

/** What an answer of getOrder other than 200 means. */
export function classifyFailure(answer: UpstreamAnswer, orderId: string): ErrorCode | 'stale-token' {
  const { status, body } = answer
  if (status === 429) return 'RATE_LIMITED'
  // A page of a proxy in between says nothing about the order or the seller.
  if (body.kind === 'unreadable' || body.kind === 'oversized') return 'UPSTREAM_ERROR'
  const error = readAmazonError(body)
  switch (status) {
    case 400:
      return speaksOfOrder(error, orderId) ? 'ORDER_NOT_FOUND_FOR_TENANT' : 'UPSTREAM_ERROR'
    case 401:
    case 403:
      return classifyRefusal(error)
    case 404:
      return 'ORDER_NOT_FOUND_FOR_TENANT'
    default:
      return 'UPSTREAM_ERROR'
  }
}

/**
 * Amazon answers 403, not 401, for stale tokens, for our own expired client secret and for a missing role alike; only the
 * sentences tell them apart.
 */
function classifyRefusal(error: AmazonError | null): ErrorCode | 'stale-token' {
  const said = `${error?.message ?? ''} ${error?.details ?? ''}`
  if (/\bLWA secret\b.*\bexpired\b/i.test(said)) return 'APP_CREDENTIALS_INVALID'
  if (/\baccess token\b.*\b(?:expired|revoked|malformed|invalid)\b/i.test(said)) return 'stale-token'
  return 'UPSTREAM_FORBIDDEN'
}

/**
 * A 400 for a well-formed id is an id that Amazon does not know if it says so. It also answers 400 for its own passing
 * faults (a region that refuses `includedData` for hours): those must not look like a missing order.
 */
function speaksOfOrder(error: AmazonError | null, orderId: string): boolean {
  const said = `${error?.message ?? ''} ${error?.details ?? ''}`
  return error?.code === 'InvalidInput' && (said.includes(orderId) || /\b(?:amazon)?[ _-]?order[ _-]?id\b/i.test(said))
}
