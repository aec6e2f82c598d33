import { DomainError } from '@orderport/domain'
import type { UpstreamAnswer } from './upstream-request.ts'

/** Returns true for an answer that says only that the service is failing: 5xx, or a 200 that can't be read. */
export function isServiceFault({ status, body }: UpstreamAnswer): boolean {
  return status === 200 ? body.kind !== 'json' : status >= 500
}

/**
 * Returns true for an error that means a lost answer. An error with `retryAfterSeconds` is not one: nothing was sent.
 */
export function isLostAnswer(error: unknown): boolean {
  if (!DomainError.is(error) || error.retryAfterSeconds !== undefined) return false
  return error.code === 'UPSTREAM_ERROR' || error.code === 'UPSTREAM_TIMEOUT'
}
