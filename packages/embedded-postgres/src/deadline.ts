/** The promise's outcome, or an Error (`<what> within <n> ms`) when it takes longer than that many milliseconds. */
export async function withDeadline<T>(promise: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} within ${milliseconds} ms.`)), milliseconds)
  try {
    return await Promise.race([promise, expired])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the promise is fulfilled within that many milliseconds. */
export async function happens(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  try {
    await withDeadline(promise, milliseconds, 'It did not happen')
    return true
  } catch {
    return false
  }
}
