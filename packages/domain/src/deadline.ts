/** The moment by which work must be done. */
export interface Deadline {
  readonly signal: AbortSignal
  /** When `signal` aborts, in milliseconds since 1970. */
  readonly endsAt: number
}

/** Returns a deadline in `ms` milliseconds by the real clock: the platform's timers know no other. */
export function deadlineIn(ms: number): Deadline {
  return { signal: AbortSignal.timeout(ms), endsAt: Date.now() + ms }
}

/**
 * Settles as `work` does, or rejects first: with the signal's reason when it aborts, with a `TimeoutError` when `limit`
 * milliseconds have passed. Only the waiting ends; the work goes on for whoever else waits for it.
 */
export async function raceAgainst<T>(limit: AbortSignal | number, work: Promise<T>): Promise<T> {
  const expired = Promise.withResolvers<never>()
  if (typeof limit === 'number') {
    const timer = setTimeout(
      () => expired.reject(new DOMException(`No answer within ${limit} ms`, 'TimeoutError')),
      limit,
    )
    return await Promise.race([work, expired.promise]).finally(() => clearTimeout(timer))
  }
  const onAbort = (): void => expired.reject(limit.reason)
  limit.addEventListener('abort', onAbort, { once: true })
  if (limit.aborted) onAbort()
  return await Promise.race([expired.promise, work]).finally(() => limit.removeEventListener('abort', onAbort))
}
