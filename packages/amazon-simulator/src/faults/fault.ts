import type { AmazonOperation } from '../operations.ts'

/** Why Amazon forbids: the four kinds of 403 that a client has to tell apart. */
export type ForbiddenReason = 'expired-token' | 'expired-secret' | 'no-details' | 'access-denied'

/** A fault that is an answer of its own. */
export type CannedFault =
  /** Any status; a string is sent as it is, everything else as JSON. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  /** 429. `rateLimit` adds the header `x-amzn-RateLimit-Limit`, which Amazon mostly leaves out here. */
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

/** A fault in the way of an answer. */
export type TransportFault =
  /** No answer until `faults.release()`, then the ordinary one; ends when the caller or the simulator goes away. */
  | { readonly kind: 'hang' }
  /** The ordinary answer, this many milliseconds later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset' }
  /** The ordinary answer's head and half of its body, then the connection ends. */
  | { readonly kind: 'truncated' }
  /** 200 with a JSON body that goes on for this many bytes, without a length. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** The same, compressed to about a thousandth. */
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  /** The ordinary answer about another order than the one asked for. */
  | { readonly kind: 'other-order' }

export type AmazonFault = CannedFault | TransportFault

export interface AmazonScriptedFault {
  readonly operation: AmazonOperation
  readonly fault: AmazonFault
  /** How many requests it meets; 1 unless said otherwise, `Infinity` until cleared. */
  readonly times?: number
  /** Meets this seller's requests alone. A request to `lwa` has no seller. */
  readonly sellerId?: string
}

/** The faults to come, in order: each request takes the first that fits it. */
export interface AmazonFaults {
  push(fault: AmazonScriptedFault): void
  /** Drops the faults that no request has met yet. */
  clear(): void
  /** Lets the hanging requests go on. */
  release(): void
}
