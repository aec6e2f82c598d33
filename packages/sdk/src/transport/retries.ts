import type { OrderportError } from '../orderport-error.ts'
import type { Clock } from './clock.ts'
import { toOrderportError } from './to-orderport-error.ts'

const firstDelayMs = 300
const longestDelayMs = 5000

export interface RetryOptions {
  readonly maxRetries: number
  /** When the call ends in any case, in milliseconds since 1970. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Returns the result of `attempt`, and repeats it after retryable failures. Throws what the last attempt threw, also
 * if no time is left for another one: that says more than a TIMEOUT would.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (thrown) {
      const delayMs = delayBefore(toOrderportError(thrown), failures, options)
      if (delayMs === null) throw thrown
      await wait(delayMs, options)
      if (options.signal.aborted) throw thrown
    }
  }
}

/** The milliseconds until the next attempt, or null for none. */
function delayBefore(error: OrderportError, failures: number, options: RetryOptions): number | null {
  const { maxRetries, deadline, clock, signal } = options
  if (!error.retryable || failures > maxRetries || signal.aborted) return null
  const retryAfterMs = (error.retryAfterSeconds ?? 0) * 1000
  const delayMs = retryAfterMs + jitterMs(clock, failures)
  return clock.now() + delayMs < deadline ? delayMs : null
}

/** The pause after so many failures in a row. Full jitter keeps clients from retrying all at once. */
export function jitterMs({ random }: Clock, failures: number): number {
  return random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
}

/** Ends early when the signal aborts. */
export function wait(delayMs: number, { clock, signal }: Pick<RetryOptions, 'clock' | 'signal'>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(delayMs, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    function stop() {
      cancel()
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
