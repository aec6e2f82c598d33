import type { ErrorCode } from './generated/router.gen.ts'

/**
 * What went wrong on the way, where no answer of Orderport tells:
 * `NETWORK` nothing was reached, or the connection broke; `TIMEOUT` the call's time ran out; `ABORTED` its signal was aborted;
 * `UNREADABLE_ANSWER` something answered that is not Orderport, such as a proxy.
 */
export type TransportCode = 'NETWORK' | 'TIMEOUT' | 'ABORTED' | 'UNREADABLE_ANSWER'

/** Every code that an error of this SDK has. A newer service may send one that this version doesn't list: give a `switch` a default. */
export type OrderportErrorCode = ErrorCode | TransportCode

/** What an error is made of: for tests of yours that need one. */
export interface OrderportErrorDetails {
  /** What failed. */
  readonly code: OrderportErrorCode
  /** For a developer, in English. */
  readonly message: string
  /** In French, for a support agent; null when left out. */
  readonly sentence?: string | null | undefined
  /** Null when left out. */
  readonly status?: number | null | undefined
  /** False when left out. */
  readonly retryable?: boolean | undefined
  /** Null when left out. */
  readonly requestId?: string | null | undefined
  /** Null when left out. */
  readonly retryAfterSeconds?: number | null | undefined
  /** What was thrown further down. */
  readonly cause?: unknown
}

/** The same in every copy of this package, so that an error of one is known by another. */
const marker = Symbol.for('@orderport/sdk.OrderportError')

/** The one error that calls reject with. It carries no token and no header of the request. */
export class OrderportError extends Error {
  /** Orderport's code of the failure, or what went wrong on the way. */
  readonly code: OrderportErrorCode
  /** What failed in French, for a support agent to read as it is; null where no answer of Orderport tells. */
  readonly sentence: string | null
  /** The HTTP status of the answer, a batched call's own; null where there was none. */
  readonly status: number | null
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** What the service's log calls the request; null where neither the answer nor the call named one. */
  readonly requestId: string | null
  /** Seconds that the service asks to wait before the next try; null where it doesn't say. */
  readonly retryAfterSeconds: number | null

  static {
    Object.defineProperties(this.prototype, { name: { value: 'OrderportError' }, [marker]: { value: true } })
  }

  constructor(details: OrderportErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.sentence = details.sentence ?? null
    this.status = details.status ?? null
    this.retryable = details.retryable ?? false
    this.requestId = details.requestId ?? null
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
  }

  /** Whether `value` is an error of this SDK, of this copy or another: `instanceof` knows only its own. */
  static isInstance(value: unknown): value is OrderportError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
