import { DomainError } from '@orderport/domain'
import type { UpstreamAnswer } from './upstream-request.ts'

/** True for an answer that says nothing but that the service fails: 5xx, or a 200 that can't be read. */
export function isServiceFault({ status, body }: UpstreamAnswer): boolean {
  return status >= 500 || (status === 200 && body.kind !== 'json')
}

/** True for what `Send` throws when no whole answer came back. What it refuses to send says when to come back. */
export function isLostAnswer(error: unknown): boolean {
  if (!DomainError.is(error) || error.retryAfterSeconds !== undefined) return false
  return error.code === 'UPSTREAM_ERROR' || error.code === 'UPSTREAM_TIMEOUT'
}
