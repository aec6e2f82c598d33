import type { Deadline, ErrorCode, QuotaKey, UsagePlan } from '@orderport/domain'

/** An operation of one of Amazon's services: what all of its requests have in common. */
export interface Operation {
  /** Its name in logs, metrics and quota keys. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** The path without its values, for logs and metrics. */
  readonly pathTemplate: string
  /** As Amazon publishes it; absent where there is none (Login with Amazon). */
  readonly usagePlan?: UsagePlan
  /** The most that is read of an answer, after decompression. Default: 4 MiB. */
  readonly maxBodyBytes?: number
}

/** One request to Amazon. Headers and body hold secrets: never logged. */
export interface UpstreamRequest {
  readonly operation: Operation
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly sellerId: string
  /** The bucket that the request takes a token from; absent where there is no usage plan (Login with Amazon). */
  readonly quota?: RequestQuota
  readonly deadline: Deadline
}

export interface RequestQuota {
  readonly key: QuotaKey
  readonly plan: UsagePlan
  /** As in a `QuotaRequest`. */
  readonly reserved: number
}

export type AnswerBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** No bytes, or blanks: not an answer. */
  | { readonly kind: 'empty' }
  /** Not text in its charset, not JSON, or nested too deeply. */
  | { readonly kind: 'unreadable' }
  /** Longer than we read. */
  | { readonly kind: 'oversized' }

/** A complete response, whatever its status. */
export interface UpstreamAnswer {
  readonly status: number
  readonly body: AnswerBody
  /** Amazon's own id of the request. Amazon's support asks for it. */
  readonly requestId: string | null
  /**
   * The requests a second that Amazon grants this seller for this operation; null where the answer doesn't say, or
   * states a rate that no plan can have come to.
   */
  readonly rateLimit: number | null
}

/** Sends one request. Throws `UPSTREAM_TIMEOUT` or `UPSTREAM_ERROR` when no complete answer comes back. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamAnswer>

/** What may be logged and counted of one request: no token, no personal data. */
export interface UpstreamAttempt {
  /** The operation's name. */
  readonly operation: string
  readonly method: 'GET' | 'POST'
  readonly pathTemplate: string
  readonly sellerId: string
  /** Null when no complete answer came back; `failure` then says why. */
  readonly status: number | null
  /** Amazon's own error code, such as `QuotaExceeded` or `invalid_grant`. */
  readonly code: string | null
  readonly failure: ErrorCode | null
  /** Amazon's own id of the request. */
  readonly amazonRequestId: string | null
  readonly durationMs: number
}
