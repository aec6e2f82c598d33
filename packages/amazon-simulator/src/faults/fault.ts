import type { AmazonOperation } from '../operations.ts'

/** The four kinds of 403 that a client has to tell apart. */
export type ForbiddenReason = 'expired-token' | 'expired-secret' | 'no-details' | 'access-denied'

/** A fault that replaces the answer. */
export type CannedFault =
  /** Any status. Sends a string as it is and everything else as JSON. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  /** 429. `rateLimit` adds the header `x-amzn-RateLimit-Limit`, which Amazon mostly omits here. */
  | { readonly kind: 'throttled'; readonly rateLimit?: string }
  | { readonly kind: 'forbidden'; readonly reason: ForbiddenReason }
  /** 413. */
  | { readonly kind: 'too-large' }
  /** 500. */
  | { readonly kind: 'internal-failure' }
  /** 503. */
  | { readonly kind: 'unavailable' }
  /** 200 with a web page. */
  | { readonly kind: 'html' }
  /** 200 without a body. */
  | { readonly kind: 'empty' }
  /** 302. */
  | { readonly kind: 'redirect'; readonly location: string }

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

export type AmazonFault = CannedFault | TransportFault

export interface AmazonScriptedFault {
  readonly operation: AmazonOperation
  readonly fault: AmazonFault
  /** How many requests it meets. Default: 1; `Infinity` means until cleared. */
  readonly times?: number
  /** Limits it to this seller's requests. A request to `lwa` has no seller. */
  readonly sellerId?: string
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
