import type { OrderportError } from '../orderport-error.ts'
import type { Clock } from './clock.ts'
import { toOrderportError } from './to-orderport-error.ts'

const firstDelayMs = 300
const longestDelayMs = 5000

export interface RetryPolicy {
  readonly maxRetries: number
  /** When the call ends in any case, in milliseconds since 1970. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * The attempt's result, from as many attempts as it takes within the policy. Throws what the last one threw: the error that
 * tells why is worth more than a TIMEOUT of waiting.
 */
export async function withRetries<T>(attempt: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (thrown) {
      const delayMs = delayBefore(toOrderportError(thrown), failures, policy)
      if (delayMs === null) throw thrown
      await wait(delayMs, policy)
      if (policy.signal.aborted) throw thrown
    }
  }
}

/** Milliseconds until the next attempt, or null for none. Full jitter: those who failed together don't come back together. */
function delayBefore(error: OrderportError, failures: number, policy: RetryPolicy): number | null {
  const { maxRetries, deadline, clock, signal } = policy
  if (!error.retryable || failures > maxRetries || signal.aborted) return null
  const askedMs = (error.retryAfterSeconds ?? 0) * 1000
  const jitterMs = clock.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
  const delayMs = askedMs + jitterMs
  return clock.now() + delayMs < deadline ? delayMs : null
}

/** Ends early when the call does. */
function wait(delayMs: number, { clock, signal }: RetryPolicy): Promise<void> {
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
