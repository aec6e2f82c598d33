/** How a run of `migrate` waits for tables that others are using. */
export interface LockRetryPolicy {
  /** Milliseconds that a statement waits for a lock. Everybody who comes later waits behind it for as long. */
  readonly lockTimeoutMs: number
  /** The pauses between attempts, in milliseconds, in which the others go on. After the last one the run gives up. */
  readonly pausesMs: readonly number[]
  /** Milliseconds that a statement which blocks nobody may wait for older transactions to end. */
  readonly olderTransactionsMs: number
}

/** About five minutes of attempts, and ten minutes for an index. */
export const defaultLockRetries: LockRetryPolicy = {
  lockTimeoutMs: 500,
  pausesMs: [100, 200, 400, 800, 1600, 3200, ...Array.from({ length: 50 }, () => 5000)],
  olderTransactionsMs: 600_000,
}
