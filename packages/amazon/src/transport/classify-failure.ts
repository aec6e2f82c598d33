import type { ErrorCode } from '@orderport/domain'
import { type AmazonError, readAmazonError } from './amazon-error.ts'
import type { Classification } from './call-sp-api.ts'
import type { UpstreamAnswer } from './upstream-request.ts'

/** Returns what the answer to a call about one order is. */
export function classifyOrderAnswer(answer: UpstreamAnswer, orderId: string): Classification {
  return answer.status === 200 ? 'answered' : classifyFailure(answer, orderId)
}

/** Returns what an answer with another status than 200 means for a call about one order. */
export function classifyFailure(answer: UpstreamAnswer, orderId: string): ErrorCode | 'stale-token' {
  const { status, body } = answer
  if (status === 429) return 'RATE_LIMITED'
  // A web page comes from a proxy in between: it says nothing about the order or the seller.
  if (body.kind === 'unreadable' || body.kind === 'oversized') return 'UPSTREAM_ERROR'
  const error = readAmazonError(body)
  switch (status) {
    case 400:
      return isAboutTheOrder(error, orderId) ? 'ORDER_NOT_FOUND_FOR_TENANT' : 'UPSTREAM_ERROR'
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
 * Amazon answers 403, not 401, for stale tokens, for our own expired client secret and for a missing role alike. Only
 * the sentences tell them apart.
 */
function classifyRefusal(error: AmazonError | null): ErrorCode | 'stale-token' {
  const words = `${error?.message ?? ''} ${error?.details ?? ''}`
  if (/\bLWA secret\b.*\bexpired\b/i.test(words)) return 'APP_CREDENTIALS_INVALID'
  if (/\baccess token\b.*\b(?:expired|revoked|malformed|invalid)\b/i.test(words)) return 'stale-token'
  return 'UPSTREAM_FORBIDDEN'
}

/**
 * A 400 that names a well-formed order id means that Amazon doesn't know the id. Amazon also answers 400 for its own
 * transient faults (a region may refuse `includedData` for hours). Those must not look like a missing order.
 */
function isAboutTheOrder(error: AmazonError | null, orderId: string): boolean {
  const words = `${error?.message ?? ''} ${error?.details ?? ''}`
  const namesAnOrderId = words.includes(orderId) || /\b(?:amazon)?[ _-]?order[ _-]?id\b/i.test(words)
  return error?.code === 'InvalidInput' && namesAnOrderId
}
