/** How a run behaves towards a table that others are using. */
export interface Patience {
  /** How long a statement waits for a lock, in ms. Whoever comes after it waits behind it for as long. */
  readonly lockTimeoutMs: number
  /** The pauses between attempts, in ms, in which the others go on; after the last one the run gives up. */
  readonly pausesMs: readonly number[]
  /** How long a statement that nobody waits behind may wait for older transactions to end, in ms. */
  readonly olderTransactionsMs: number
}

/** About five minutes of attempts, and ten for an index. */
export const usualPatience: Patience = {
  lockTimeoutMs: 500,
  pausesMs: [100, 200, 400, 800, 1600, 3200, ...Array.from({ length: 50 }, () => 5000)],
  olderTransactionsMs: 600_000,
}
