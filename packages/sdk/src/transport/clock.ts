/** Time and chance, so that tests can hold them. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number
  /** Calls back once after so many milliseconds; gives what cancels that. */
  readonly schedule: (delayMs: number, callback: () => void) => () => void
}

/** A timer takes no more (24.8 days); with more it would fire at once. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs))
    return () => clearTimeout(timer)
  },
}
