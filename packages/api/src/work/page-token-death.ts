import type { ErrorCode } from '@orderport/domain'

/** How often a list may begin anew in one slice before it waits. */
const restartsInSlice = 3
/** How often it may begin anew altogether before that counts as a fault of the marketplace. */
const restartsInAll = 10

const shortPauseMs = 30_000
const longPauseMs = 15 * 60_000

/** How long a list whose page token died waits before it begins anew, and what it says meanwhile. */
export interface RestartPause {
  readonly ms: number
  readonly error: ErrorCode | null
}

/**
 * Returns the pause after a page token died, or null where the list begins anew at once. Each restart costs the calls
 * of the pages that were read already, so that tokens that die again and again must not use up the quota.
 */
export function pauseAfterRestart(ofSlice: number, inAll: number): RestartPause | null {
  if (inAll >= restartsInAll) return { ms: longPauseMs, error: 'UPSTREAM_ERROR' }
  return ofSlice >= restartsInSlice ? { ms: shortPauseMs, error: null } : null
}
