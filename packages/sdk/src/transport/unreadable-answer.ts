import { OrderportError } from '../orderport-error.ts'

interface Unreadable {
  readonly at: string
  readonly status: number
  readonly type: string | null
  readonly isEmpty: boolean
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
}

/**
 * Whether an answer's JSON is a procedure's, or a batch of them. Several calls may fail with one error, but one result can't be
 * that of each.
 */
export function isTrpcAnswer(value: unknown, calls: number): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isEnvelope)
  return isEnvelope(value) && (calls === 1 || !isResult(value))
}

function isEnvelope(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if ('result' in value) return isResult(value)
  if (!('error' in value) || typeof value.error !== 'object' || value.error === null) return false
  const { error } = value
  return 'code' in error && typeof error.code === 'number' && 'message' in error && typeof error.message === 'string'
}

/** Every procedure gives something: a result without data is none. */
function isResult(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('result' in value)) return false
  return typeof value.result === 'object' && value.result !== null && 'data' in value.result
}

/** The error for an answer of somebody else, in words that say what to look at. Nothing of the answer's text is in it. */
export function unreadable(answer: Unreadable): OrderportError {
  const { at, status, type, isEmpty, requestId, retryAfterSeconds } = answer
  const what = isEmpty ? 'an empty body' : (type ?? 'an answer without a type')
  const retryable = passing.has(status)
  return new OrderportError({
    code: 'UNREADABLE_ANSWER',
    message: `${at} was not answered by Orderport’s procedures (status ${status}, ${what}). ${hintFor(status)}`,
    status,
    retryable,
    requestId,
    retryAfterSeconds: retryable ? retryAfterSeconds : null,
  })
}

/** Statuses of a proxy that may be gone at the next try. */
const passing = new Set([408, 425, 429, 502, 503, 504])

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
