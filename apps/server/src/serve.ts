import process from 'node:process'
import { loadConfig } from './config/config.ts'
import { StartError } from './config/startup-error.ts'
import { startServer } from './start-server.ts'
import type { StartTimes } from './start-times.ts'

/** How long a stopping process may live, in milliseconds. */
const exitLimitMs = 25_000

/** Runs the service until a signal stops it. Prints what an operator has to correct, and exits with 1. */
export async function serve(times: StartTimes): Promise<void> {
  await start(times).catch(fail)
}

async function start(times: StartTimes): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- the environment enters here and goes to config.ts whole
  const config = loadConfig(process.env)
  times.end('configuration')
  const server = await startServer(config, { times })
  const stop = (delayMs: number): void => {
    // Kubernetes kills after 30 s: whatever hangs, running requests have ended by then.
    setTimeout(() => process.exit(0), exitLimitMs).unref()
    void server.stop(delayMs).then(() => process.exit(0), fail)
  }
  process.on('SIGTERM', () => stop(config.shutdownDelayMs))
  // Somebody at a terminal: no load balancer has to notice.
  process.on('SIGINT', () => stop(0))
  server.refused.catch(fail)
}

/** Prints one line for each fault, and exits with 1. Rethrows every other error. */
function fail(error: unknown): void {
  if (!(error instanceof StartError)) throw error
  for (const fault of error.faults) process.stderr.write(`orderport: ${fault}\n`)
  process.exit(1)
}
