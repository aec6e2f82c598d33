const heartbeatMs = 10_000

/**
 * Prints to stderr what is being done, every ten seconds that it still is, and how long it took.
 *
 * @template T
 * @param {string} doing such as "Installing the dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(doing, work) {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  console.error(`${doing} …`)
  const heartbeat = setInterval(
    () => console.error(`  … still at it (${Math.round(Number(seconds()))} s)`),
    heartbeatMs,
  )
  try {
    const result = await work()
    console.error(`  done in ${seconds()} s`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}
