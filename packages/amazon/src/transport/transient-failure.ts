import { DomainError } from '@orderport/domain'
import type { Operation, UpstreamAnswer } from './upstream-request.ts'

/** Returns true for an answer that says only that the service is failing: 5xx, or a 200 that can't be read. */
export function isServiceFault(operation: Operation, { status, body }: UpstreamAnswer): boolean {
  if (status !== 200) return status >= 500
  return body.kind === 'empty' ? !operation.mayAnswerEmpty : body.kind !== 'json'
}

/**
 * Returns true for an error that means a lost answer. An error with `retryAfterSeconds` is not one: nothing was sent.
 */
export function isLostAnswer(error: unknown): boolean {
  if (!DomainError.is(error) || error.retryAfterSeconds !== undefined) return false
  return error.code === 'UPSTREAM_ERROR' || error.code === 'UPSTREAM_TIMEOUT'
}
