import type { ErrorCode } from '@orderport/domain'

export type UpstreamOperation =
  | 'getAccessToken'
  | 'getOrder'
  | 'v0.getOrder'
  | 'v0.getOrderItems'
  | 'createRestrictedDataToken'

/** How long an answer is waited for. */
export interface TimeLimit {
  /** The deadline. */
  readonly signal: AbortSignal
  /** When `signal` will abort, in milliseconds since 1970, where that is known. */
  readonly deadline?: number | undefined
}

/** One request to Amazon. Headers and body hold secrets: never logged. */
export interface UpstreamRequest extends TimeLimit {
  readonly operation: UpstreamOperation
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** The path without its values, for logs and metrics. */
  readonly pathTemplate: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly sellerId: string
  /** Whose usage plan the request counts against, besides the seller's; absent where there is none (Login with Amazon). */
  readonly account?: UsageAccount
}

export interface UsageAccount {
  /** The client id of our application. */
  readonly application: string
  readonly region: string
}

export type AnswerBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  /** No JSON, or nested too deeply. */
  | { readonly kind: 'unreadable' }
  /** Longer than we read. */
  | { readonly kind: 'oversized' }

/** What came back, whatever its status. */
export interface UpstreamAnswer {
  readonly status: number
  readonly body: AnswerBody
  /** Amazon's own id of the request, which its support asks for. */
  readonly requestId: string | null
  /** Requests a second that Amazon grants for this operation and seller, where it says so. */
  readonly rateLimit: number | null
}

/** Sends one request. Throws `UPSTREAM_TIMEOUT` or `UPSTREAM_ERROR` when no whole answer came back. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamAnswer>

/** What may be logged and counted of one request: no token, no person's data. */
export interface UpstreamAttempt {
  readonly operation: UpstreamOperation
  readonly method: 'GET' | 'POST'
  readonly pathTemplate: string
  readonly sellerId: string
  /** Null when no whole answer came back; `failure` then says why. */
  readonly status: number | null
  /** Amazon's own error code, such as `QuotaExceeded` or `invalid_grant`. */
  readonly code: string | null
  readonly failure: ErrorCode | null
  readonly requestId: string | null
  readonly durationMs: number
}
