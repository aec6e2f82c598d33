import { DomainError } from '@orderport/domain'
import type { UpstreamAnswer, UpstreamOperation } from './upstream-request.ts'

/** Asked for one order, Amazon also says that it knows none by a 200 without a body. */
const emptyMeansNone: ReadonlySet<UpstreamOperation> = new Set<UpstreamOperation>(['getOrder', 'v0.getOrder'])

/** True for an answer that says nothing but that the service fails: 5xx, or a 200 that can't be read. */
export function isServiceFault(operation: UpstreamOperation, { status, body }: UpstreamAnswer): boolean {
  if (status !== 200) return status >= 500
  return body.kind === 'empty' ? !emptyMeansNone.has(operation) : body.kind !== 'json'
}

/** True for what `Send` throws when no whole answer came back. What it refuses to send says when to come back. */
export function isLostAnswer(error: unknown): boolean {
  if (!DomainError.is(error) || error.retryAfterSeconds !== undefined) return false
  return error.code === 'UPSTREAM_ERROR' || error.code === 'UPSTREAM_TIMEOUT'
}
