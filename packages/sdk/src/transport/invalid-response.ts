import { OrderportError } from '../orderport-error.ts'

interface InvalidResponse {
  /** Method and URL of the request, without its query. */
  readonly target: string
  readonly status: number
  readonly type: string | null
  readonly isEmpty: boolean
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
}

/**
 * Whether a response's JSON comes from a procedure, or from a batch of them. One error may be the failure of several
 * calls, but one result can't be the result of several.
 */
export function isTrpcResponse(value: unknown, callCount: number): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isEnvelope)
  return isEnvelope(value) && (callCount === 1 || !isResult(value))
}

function isEnvelope(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if ('result' in value) return isResult(value)
  if (!('error' in value) || typeof value.error !== 'object' || value.error === null) return false
  const { error } = value
  return 'code' in error && typeof error.code === 'number' && 'message' in error && typeof error.message === 'string'
}

/** Whether a value is a result with data: every procedure returns some. */
function isResult(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('result' in value)) return false
  return typeof value.result === 'object' && value.result !== null && 'data' in value.result
}

/** Returns the error for a response that isn't Orderport's. It says what to check, and quotes nothing of the body. */
export function invalidResponse(response: InvalidResponse): OrderportError {
  const { target, status, type, isEmpty, requestId, retryAfterSeconds } = response
  const what = isEmpty ? 'an empty body' : (type ?? 'an answer without a type')
  const retryable = transientStatuses.has(status)
  return new OrderportError({
    code: 'UNREADABLE_ANSWER',
    message: `${target} was not answered by Orderport’s procedures (status ${status}, ${what}). ${hintFor(status)}`,
    status,
    retryable,
    requestId,
    retryAfterSeconds: retryable ? retryAfterSeconds : null,
  })
}

/** Statuses of a proxy for which a retry may succeed. */
const transientStatuses = new Set([408, 425, 429, 502, 503, 504])

function hintFor(status: number): string {
  if (status === 0 || (status >= 300 && status < 400)) {
    return 'It redirects, which the SDK never follows: give the final address as baseUrl.'
  }
  if (status === 401 || status === 403) return 'Something in between refuses the request.'
  if (status === 413 || status === 414 || status === 431) return 'The request is too large for something in between.'
  if (status === 429) return 'Something in between limits the rate of requests.'
  if (status >= 500) return 'Something in between does not reach Orderport.'
  return 'Is baseUrl right? It is the address before /trpc.'
}
