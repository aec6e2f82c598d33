import type { LwaErrorCode } from '../lwa.ts'
import type { AmazonOperation } from '../operations.ts'
import type { IncludedData } from '../orders-2026-01-01/included-data.ts'

/** The four kinds of 403 that a client has to tell apart. */
export type ForbiddenReason = 'expired-token' | 'expired-secret' | 'no-details' | 'access-denied'

/** Header values by name; null leaves the header out. */
export type HeaderChange = Readonly<Record<string, string | null>>

/** A fault that replaces the answer. */
export type CannedFault =
  /** Any status. Sends a string as it is and everything else as JSON, by default as `application/json`. */
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown; readonly headers?: HeaderChange }
  /**
   * 429. `rateLimit` adds the header `x-amzn-RateLimit-Limit`, which Amazon mostly omits here, and `retryAfter` adds
   *      `Retry-After`, which Amazon doesn't document.
   */
  | { readonly kind: 'throttled'; readonly rateLimit?: string; readonly retryAfter?: string }
  | { readonly kind: 'forbidden'; readonly reason: ForbiddenReason }
  /** 413. */
  | { readonly kind: 'too-large' }
  /** 500. */
  | { readonly kind: 'internal-failure' }
  /** 503. */
  | { readonly kind: 'unavailable'; readonly retryAfter?: string }
  /** 200 with a web page. */
  | { readonly kind: 'html' }
  /** 200 that says nothing: zero bytes (the default), blanks, `{}`, or v0's `{"payload":{}}`. */
  | { readonly kind: 'empty'; readonly body?: EmptyBody }
  /** 302. */
  | { readonly kind: 'redirect'; readonly location: string }
  | GatewayFault
  /**
   * Amazon's own answer that it doesn't know the order: 404 `NotFound` (the default), or 400 `InvalidInput` that names
   * its id.
   */
  | { readonly kind: 'order-unknown'; readonly status?: 404 | 400 }
  /**
   * 400 that names the part (the default) or 403 that doesn't, for requests whose `includedData` contains this part.
   * Others don't meet the fault.
   */
  | { readonly kind: 'part-refused'; readonly part: IncludedData; readonly status?: 400 | 403 }
  /** A restricted data token is refused, as to an application without the role: 400 (the default) or 403. */
  | { readonly kind: 'restricted-data-refused'; readonly status?: 400 | 403 }
  /** An error of Login with Amazon; `status` replaces the usual one. */
  | { readonly kind: 'lwa-error'; readonly error: LwaErrorCode; readonly status?: number }

type EmptyBody = '' | ' \n' | '{}' | '{"payload":{}}'

/** An answer of the gateway in front of Amazon's services. It says nothing about an order or a seller. */
export interface GatewayFault {
  readonly kind: 'gateway'
  /** 400, 403, 404, or any other. */
  readonly status: number
  /**
   * `message`: `{"message":"Not Found"}`, the default. `uri`: the SP-API's error form about the URI. `null`:
   * `{"message":null}`. `empty`: no body. `html`: a web page.
   */
  readonly form?: 'message' | 'uri' | 'null' | 'empty' | 'html'
  /** Default: what fits the form. Null: no content type. */
  readonly contentType?: string | null
}

/** The ordinary answer in other bytes than the usual UTF-8. */
export interface EncodedFault {
  readonly kind: 'encoded'
  /** What the bytes are in, by a name of the Encoding Standard. What it can't write becomes a JSON escape. */
  readonly charset?: string
  /** The charset in the content type. Default: the true one. Null: none is named. */
  readonly declared?: string | null
  /** Puts a byte order mark first. */
  readonly byteOrderMark?: boolean
  /** Replaces every character outside ASCII by a byte that no UTF-8 text has. */
  readonly damaged?: boolean
}

/** A fault in how the answer is delivered. */
export type TransportFault =
  /** No answer until `faults.release()`, then the ordinary one. Ends when the caller or the simulator goes away. */
  | { readonly kind: 'hang' }
  /** The ordinary answer, this many milliseconds later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Resets the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Sends the ordinary answer's head and half of its body, then ends the connection. */
  | { readonly kind: 'truncated' }
  /** 200 with a JSON body of this many bytes, without a length. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** The same, compressed to about a thousandth. */
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  /** The ordinary answer about an order with another id. */
  | { readonly kind: 'other-order' }
  | EncodedFault
  /** The ordinary answer with other headers, such as an absurd `x-amzn-RateLimit-Limit`. */
  | { readonly kind: 'headers'; readonly headers: HeaderChange }

export type AmazonFault = CannedFault | TransportFault

export interface AmazonScriptedFault {
  readonly operation: AmazonOperation
  readonly fault: AmazonFault
  /** How many requests it meets. Default: 1, or with a `ratio` `Infinity`, which means until cleared. */
  readonly times?: number
  /** The share of the matching requests that meet it, from 0 to 1: which ones, `seed` alone decides. Default: all. */
  readonly ratio?: number
  /** Default: 0. */
  readonly seed?: number
  /** Limits it to this seller's requests. A request to `lwa` has no seller. */
  readonly sellerId?: string
  /** Limits it to requests with a restricted data token, or to those with an ordinary one. */
  readonly token?: 'restricted' | 'ordinary'
}

/** Waits for that many milliseconds; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>

/** The scripted faults, in order: each request meets the first that matches it. */
export interface AmazonFaults {
  push(fault: AmazonScriptedFault): void
  /** Drops the remaining faults. */
  clear(): void
  /** Lets hanging requests continue. */
  release(): void
}
