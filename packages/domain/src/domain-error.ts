import { errorCatalogue, errorVariants, type ErrorCode, type ErrorVariant } from './error-catalogue.ts'

export interface DomainErrorOptions {
  /** For the log, in English: what happened, without secrets or personal data. Never shown to a caller. */
  readonly detail?: string
  /** The part of the input that is wrong; shown to the caller. */
  readonly field?: string
  /** Another sentence than the code's own, for a case in which that would mislead. */
  readonly variant?: ErrorVariant
  /** Seconds until a retry is worthwhile; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** The same to the millisecond, for work that reschedules itself. Default: `retryAfterSeconds` in milliseconds. */
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

const marker = Symbol.for('orderport.DomainError')

/** The only error that code throws on purpose. Only the edges (REST, tRPC, CLI) turn it into an answer. */
export class DomainError extends Error {
  readonly code: ErrorCode
  /** What failed, in French, for a support agent. */
  readonly sentence: string
  readonly detail: string | undefined
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: DomainErrorOptions = {}) {
    const { sentence, message } = options.variant === undefined ? errorCatalogue[code] : errorVariants[options.variant]
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.sentence = sentence
    this.detail = options.detail
    this.field = options.field
    this.retryAfterSeconds = options.retryAfterSeconds
    this.retryAfterMs = options.retryAfterMs ?? inMilliseconds(options.retryAfterSeconds)
    Object.defineProperty(this, marker, { value: true })
  }

  /** True for a DomainError from any copy of this package. */
  static is(error: unknown): error is DomainError {
    return error instanceof Error && marker in error
  }
}

function inMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}
