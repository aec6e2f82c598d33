import process from 'node:process'
import { loadConfig } from './config/config.ts'
import { StartError } from './config/startup-error.ts'
import { startServer } from './start-server.ts'

/** `npm run serve`: the service, configured by the environment alone. */
async function serve(): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- the environment enters here and goes to config.ts whole
  const server = await startServer(loadConfig(process.env))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0), fail))
  }
  server.refused.catch(fail)
}

/** Prints what an operator has to correct, one line each, and exits with 1. Rethrows every other error. */
function fail(error: unknown): void {
  if (!(error instanceof StartError)) throw error
  for (const fault of error.faults) process.stderr.write(`orderport: ${fault}\n`)
  process.exit(1)
}

await serve().catch(fail)
