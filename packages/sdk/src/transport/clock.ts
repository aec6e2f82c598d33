/** Time and randomness, so that tests can control them. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number
  /** Calls back once after `delayMs`. Returns a function that cancels it. */
  readonly schedule: (delayMs: number, callback: () => void) => () => void
}

/** The longest delay of a timer, 24.8 days. A longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs))
    return () => clearTimeout(timer)
  },
}
