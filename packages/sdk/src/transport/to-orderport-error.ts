import { TRPCClientError } from '@trpc/client'
import type { ErrorCode, OrderportRouter } from '../generated/router.gen.ts'
import { OrderportError } from '../orderport-error.ts'

/**
 * The SDK's error for whatever a call through its links failed with: `error` in TanStack Query is tRPC's own class, and this
 * gives `code`, `retryable` and the rest of it. What is an OrderportError already stays itself.
 */
export function toOrderportError(thrown: unknown): OrderportError {
  if (OrderportError.isInstance(thrown)) return thrown
  if (!(thrown instanceof Error)) return unexplained(thrown)
  if (OrderportError.isInstance(thrown.cause)) return thrown.cause
  return ('data' in thrown ? fromAnswer(thrown) : null) ?? unexplained(thrown)
}

/** The same failure as tRPC’s own integrations know it: with the service's shape where it sent one, and the SDK's error as its cause. */
export function toTrpcError(thrown: unknown): TRPCClientError<OrderportRouter> {
  const cause = toOrderportError(thrown)
  const shape = thrown instanceof TRPCClientError && thrown.cause !== cause ? thrown.shape : null
  return new TRPCClientError(cause.message, { cause, ...(shape ? { result: { error: shape } } : {}) })
}

/** What the service said, or null where its error carries no code. */
function fromAnswer(error: Error & { readonly data: unknown }): OrderportError | null {
  const { data } = error
  if (typeof data !== 'object' || data === null) return null
  const code = 'appCode' in data ? data.appCode : undefined
  if (!isErrorCode(code)) return null
  const retryable = 'retryable' in data && data.retryable === true
  const answer = answerOf(error)
  return new OrderportError({
    code,
    message: error.message,
    sentence: 'sentence' in data && typeof data.sentence === 'string' ? data.sentence : null,
    status: 'httpStatus' in data && typeof data.httpStatus === 'number' ? data.httpStatus : null,
    retryable,
    requestId: 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : answer.requestId,
    // A batch has one header for all of its calls; it is no advice for those that a wait does not help.
    retryAfterSeconds: retryable ? answer.retryAfterSeconds : null,
  })
}

/** A newer service may know codes that this version doesn't; they are handed on as they are. */
function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)
}

/** What `exchange` read off the answer that the error came in. */
function answerOf(error: object): { requestId: string | null; retryAfterSeconds: number | null } {
  const none = { requestId: null, retryAfterSeconds: null }
  if (!('meta' in error) || typeof error.meta !== 'object' || error.meta === null) return none
  if (!('response' in error.meta) || typeof error.meta.response !== 'object' || error.meta.response === null)
    return none
  const { response } = error.meta
  return {
    requestId: 'requestId' in response && typeof response.requestId === 'string' ? response.requestId : null,
    retryAfterSeconds:
      'retryAfterSeconds' in response && typeof response.retryAfterSeconds === 'number'
        ? response.retryAfterSeconds
        : null,
  }
}

function unexplained(cause: unknown): OrderportError {
  return new OrderportError({
    code: 'UNREADABLE_ANSWER',
    message: 'The answer does not fit the call. Is the SDK as new as the service?',
    cause: cause instanceof Error ? cause.cause : undefined,
  })
}
