import { TRPCClientError } from '@trpc/client'
import type { ErrorCode, OrderportRouter } from '../generated/router.gen.ts'
import { OrderportError } from '../orderport-error.ts'

/**
 * Returns the OrderportError for whatever a call through the links threw. In TanStack Query, `error` is tRPC's own
 * class: this returns the error with `code`, `retryable` and the other fields. An OrderportError is returned as it is.
 */
export function toOrderportError(thrown: unknown): OrderportError {
  if (OrderportError.isInstance(thrown)) return thrown
  if (!(thrown instanceof Error)) return unknownFailure(thrown)
  if (OrderportError.isInstance(thrown.cause)) return thrown.cause
  return ('data' in thrown ? fromService(thrown) : null) ?? unknownFailure(thrown)
}

/**
 * Returns the failure as tRPC's error: with the service's error shape, if it sent one, and the OrderportError as its
 * cause.
 */
export function toTrpcError(thrown: unknown): TRPCClientError<OrderportRouter> {
  const cause = toOrderportError(thrown)
  const shape = thrown instanceof TRPCClientError && thrown.cause !== cause ? thrown.shape : null
  return new TRPCClientError(cause.message, { cause, ...(shape ? { result: { error: shape } } : {}) })
}

/** Returns the service's error, or null if it carries no code of Orderport. */
function fromService(error: Error & { readonly data: unknown }): OrderportError | null {
  const { data } = error
  if (typeof data !== 'object' || data === null) return null
  const code = 'appCode' in data ? data.appCode : undefined
  if (!isErrorCode(code)) return null
  const retryable = 'retryable' in data && data.retryable === true
  const response = responseOf(error)
  return new OrderportError({
    code,
    message: error.message,
    sentence: 'sentence' in data && typeof data.sentence === 'string' ? data.sentence : null,
    status: 'httpStatus' in data && typeof data.httpStatus === 'number' ? data.httpStatus : null,
    retryable,
    requestId: 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : response.requestId,
    // A batch has one Retry-After for all its calls. It means nothing for those that can't be retried.
    retryAfterSeconds: retryable ? response.retryAfterSeconds : null,
  })
}

/** Accepts codes that this version does not list: a newer service may send them. */
function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)
}

/** Returns what `fetch-json` read from the response that carried the error. */
function responseOf(error: object): { requestId: string | null; retryAfterSeconds: number | null } {
  const none = { requestId: null, retryAfterSeconds: null }
  if (!('meta' in error) || typeof error.meta !== 'object' || error.meta === null) return none
  if (!('response' in error.meta) || typeof error.meta.response !== 'object' || error.meta.response === null) {
    return none
  }
  const { response } = error.meta
  return {
    requestId: 'requestId' in response && typeof response.requestId === 'string' ? response.requestId : null,
    retryAfterSeconds:
      'retryAfterSeconds' in response && typeof response.retryAfterSeconds === 'number'
        ? response.retryAfterSeconds
        : null,
  }
}

function unknownFailure(cause: unknown): OrderportError {
  return new OrderportError({
    code: 'UNREADABLE_ANSWER',
    message: 'The answer does not fit the call. Is the SDK as new as the service?',
    cause: cause instanceof Error ? cause.cause : undefined,
  })
}
