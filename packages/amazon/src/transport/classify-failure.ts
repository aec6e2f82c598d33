import type { ErrorCode } from '@orderport/domain'
import { type AmazonError, readApiErrors } from './amazon-error.ts'
import type { Classification } from './call-sp-api.ts'
import { saysOrderIsUnknown } from './unknown-order.ts'
import type { UpstreamAnswer } from './upstream-request.ts'

/** Returns what the answer to a call about one order is. */
export function classifyOrderAnswer(answer: UpstreamAnswer, orderId: string): Classification {
  return answer.status === 200 ? 'answered' : classifyFailure(answer, orderId)
}

/** Returns what an answer with another status than 200 means for a call about one order. */
export function classifyFailure(answer: UpstreamAnswer, orderId: string): ErrorCode | 'stale-token' {
  const { status, body } = answer
  if (status === 429) return 'RATE_LIMITED'
  const errors = readApiErrors(body)
  // Whatever isn't in Amazon's own form comes from something in between: it says nothing about the order or the seller.
  if (errors.length === 0) return 'UPSTREAM_ERROR'
  switch (status) {
    case 400:
    case 404:
      return errors.every((error) => saysOrderIsUnknown(error, status, orderId))
        ? 'ORDER_NOT_FOUND_FOR_TENANT'
        : 'UPSTREAM_ERROR'
    case 401:
    case 403:
      return classifyRefusal(errors)
    default:
      return 'UPSTREAM_ERROR'
  }
}

/**
 * Amazon answers 403, not 401, for stale tokens, for our own expired client secret and for a missing role alike. Only
 * the sentences tell them apart.
 */
function classifyRefusal(errors: readonly AmazonError[]): ErrorCode | 'stale-token' {
  const words = errors.map(({ message, details }) => `${message} ${details}`).join(' ')
  if (/\bLWA secret\b.*\bexpired\b/i.test(words)) return 'APP_CREDENTIALS_INVALID'
  if (/\baccess token\b.*\b(?:expired|revoked|malformed|invalid)\b/i.test(words)) return 'stale-token'
  return 'UPSTREAM_FORBIDDEN'
}
