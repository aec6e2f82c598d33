import { errorCatalogue, type ErrorCode } from './error-catalogue.ts'

export interface DomainErrorOptions {
  /** For the log, in English: what happened, without secrets or personal data. Never shown to a caller. */
  readonly detail?: string
  /** The part of the input that is wrong; shown to the caller. */
  readonly field?: string
  /** Seconds until a retry is worthwhile; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

const marker = Symbol.for('orderport.DomainError')

/** The only error that code throws on purpose. Only the edges (REST, tRPC, CLI) turn it into an answer. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, options: DomainErrorOptions = {}) {
    super(errorCatalogue[code].message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.detail = options.detail
    this.field = options.field
    this.retryAfterSeconds = options.retryAfterSeconds
    Object.defineProperty(this, marker, { value: true })
  }

  /** True for a DomainError from any copy of this package. */
  static is(error: unknown): error is DomainError {
    return error instanceof Error && marker in error
  }
}
