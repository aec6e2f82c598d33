/**
 * Waits for a shared answer as long as the caller wants to. An abort ends this wait alone, with the signal's reason; the
 * work behind the answer goes on for the others who wait.
 */
export async function waitFor<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    if (signal.aborted) onAbort()
    return await Promise.race([aborted.promise, answer])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
