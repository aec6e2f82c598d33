import { toDomainError } from '../failure.ts'
import type { ErrorCode } from '@orderport/domain'

/**
 * What a failure in the background means. `quota`: the work goes on when the marketplace's quota allows it. `outage`:
 * everything of this seller fails, and will work again by itself. `order`: this order failed and may work later.
 * `final`: this order will fail again. `seller`: everything of this seller fails until somebody acts; `reauthorisation`
 * is the one of them that the work waits for.
 */
export type FailedAttempt =
  | { readonly kind: 'quota'; readonly code: ErrorCode; readonly retryAfterMs: number }
  | { readonly kind: 'outage' | 'order' | 'final' | 'seller' | 'reauthorisation'; readonly code: ErrorCode }

/** Amazon's slowest rate gives a token in three minutes. */
const longestQuotaWaitMs = 5 * 60_000

/** Judges what an attempt threw. Throws it again where the work itself is broken: a job that throws is run again. */
export function failedAttempt(thrown: unknown): FailedAttempt {
  const { code, retryAfterMs = 1000 } = toDomainError(thrown)
  switch (code) {
    case 'RATE_LIMITED':
      return { kind: 'quota', code, retryAfterMs: Math.min(Math.max(retryAfterMs, 10), longestQuotaWaitMs) }
    case 'DATABASE_UNAVAILABLE':
      throw thrown
    case 'CREDENTIALS_UNAVAILABLE':
    case 'APP_CREDENTIALS_INVALID':
      return { kind: 'outage', code }
    case 'CHANNEL_REAUTH_REQUIRED':
      return { kind: 'reauthorisation', code }
    case 'NO_ACTIVE_CHANNEL':
    case 'SELLER_ALREADY_CONNECTED':
      return { kind: 'seller', code }
    case 'ORDER_NOT_FOUND_FOR_TENANT':
    case 'ORDER_REF_INVALID':
    case 'UPSTREAM_FORBIDDEN':
      return { kind: 'final', code }
    default:
      return { kind: 'order', code }
  }
}

/** How long until the next attempt, by the number of those that failed: up to about three hours altogether. */
const pausesMs = [10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000]

/** Returns milliseconds until an order's next attempt, or null when it has failed often enough. */
export function pauseAfter(failures: number, random: number): number | null {
  const pause = pausesMs[failures - 1]
  return pause === undefined ? null : pause * (0.8 + random * 0.4)
}

/** How long the work waits for what only somebody's action, or the end of an outage, mends. */
export const reauthorisationPauseMs = 15 * 60_000
export const outagePauseMs = 30_000
