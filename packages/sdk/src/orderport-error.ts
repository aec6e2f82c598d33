import type { ErrorCode } from './generated/router.gen.ts'

/**
 * The code of a call that got no answer from Orderport:
 *
 * - `NETWORK`: the service was not reached, or the connection broke;
 * - `TIMEOUT`: the call took too long;
 * - `ABORTED`: its signal was aborted;
 * - `UNREADABLE_ANSWER`: something other than Orderport answered, such as a proxy.
 */
export type TransportCode = 'NETWORK' | 'TIMEOUT' | 'ABORTED' | 'UNREADABLE_ANSWER'

/**
 * The codes of this SDK's errors. A newer service may send one that this version does not list: give a `switch` a
 * default.
 */
export type OrderportErrorCode = ErrorCode | TransportCode

const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'

/**
 * What a support agent reads of a failure for which the service gave no sentence. None has the word "introuvable",
 * which means that there is no such order. A call that its own program aborted has nothing to say to anybody.
 */
const ownSentences: ReadonlyMap<OrderportErrorCode, string> = new Map([
  ['NETWORK', noAnswer],
  ['TIMEOUT', "Le service des commandes n'a pas répondu à temps. Réessayez dans quelques instants."],
  ['UNREADABLE_ANSWER', noAnswer],
  ['AUTH_REQUIRED', 'Identification requise.'],
  ['INVALID_REQUEST', 'La requête est mal formée.'],
])

/** The fields of an error: for your own tests that need one. */
export interface OrderportErrorDetails {
  /** What failed. */
  readonly code: OrderportErrorCode
  /** For a developer, in English. */
  readonly message: string
  /** In French, for a support agent; the SDK's own for the code, or null, when left out. */
  readonly sentence?: string | null | undefined
  /** Null when left out. */
  readonly status?: number | null | undefined
  /** False when left out. */
  readonly retryable?: boolean | undefined
  /** Null when left out. */
  readonly requestId?: string | null | undefined
  /** Null when left out. */
  readonly retryAfterSeconds?: number | null | undefined
  /** The underlying error. */
  readonly cause?: unknown
}

/** The same symbol in every copy of this package, so that each copy recognises the errors of the others. */
const marker = Symbol.for('@orderport/sdk.OrderportError')

/** The error that every failed call rejects with. It never contains the token or a request header. */
export class OrderportError extends Error {
  /** Orderport's code of the failure, or a `TransportCode`. */
  readonly code: OrderportErrorCode
  /**
   * The failure in French, to show to a support agent: Orderport's own, or the SDK's if Orderport did not answer. Null
   * for `ABORTED`, which nobody needs to read, and if a service sends an error without one.
   */
  readonly sentence: string | null
  /** The HTTP status, of this call alone if it was batched; null without an answer. */
  readonly status: number | null
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean
  /** The id of the request in the service's log; null if neither the answer nor the call named one. */
  readonly requestId: string | null
  /** The seconds that the service asks to wait before a retry; null if it does not say. */
  readonly retryAfterSeconds: number | null

  static {
    Object.defineProperties(this.prototype, { name: { value: 'OrderportError' }, [marker]: { value: true } })
  }

  constructor(details: OrderportErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.sentence = details.sentence ?? ownSentences.get(details.code) ?? null
    this.status = details.status ?? null
    this.retryable = details.retryable ?? false
    this.requestId = details.requestId ?? null
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
  }

  /** Whether `value` is an error of this SDK, of any copy of it; `instanceof` recognises only its own copy. */
  static isInstance(value: unknown): value is OrderportError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
