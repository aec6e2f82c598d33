import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { startLocalProfile } from './start-local-profile.ts'
import { UserError } from './user-error.ts'
import { welcome } from './welcome.ts'

/** Longer than a running import may take. What still hangs then is abandoned, and the next start cleans it up. */
const stopDeadlineMs = 30_000

/**
 * Runs the local profile, as this process's only task, until a signal or the parent's end stops it. Sets the exit code.
 * Data and logs go below the given folder.
 */
export async function runLocalProfile(privateFolder: string): Promise<void> {
  const stop = stopOnRequest()
  try {
    await runUntil(stop, privateFolder)
  } catch (error) {
    if (error instanceof UserError) {
      console.error(`orderport: ${error.message}`)
      process.exitCode = 1
    } else if (error !== stop.reason) throw error
  }
  // The channel to the parent would keep this process alive.
  if (process.connected) process.disconnect()
}

async function runUntil(stop: AbortSignal, privateFolder: string): Promise<void> {
  const folder = join(privateFolder, 'local')
  const log = logTo(join(privateFolder, 'logs'))
  await using profile = await startLocalProfile({ folder, environment: process.env, log, signal: stop })
  if (!profile.dataDirectory.startsWith(folder)) console.log(`The data is in ${profile.dataDirectory}.`)
  console.log(welcome(profile))
  await Promise.race([aborted(stop), profile.databaseExited])
  if (!stop.aborted) throw new UserError('the database ended unexpectedly; see .orderport/logs/postgres.log')
  console.error('Stopping …')
}

/** Overwrites the log with the first line, not before: a refused start leaves the running profile's log alone. */
function logTo(logFolder: string): (line: string) => void {
  const file = join(logFolder, 'postgres.log')
  let begun = false
  return (line) => {
    if (!begun) mkdirSync(logFolder, { recursive: true })
    writeFileSync(file, `${line}\n`, { flag: begun ? 'a' : 'w' })
    begun = true
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((fulfil) => {
    if (signal.aborted) fulfil()
    signal.addEventListener('abort', () => fulfil(), { once: true })
  })
}

/** One Ctrl-C may arrive up to three times: from the terminal, from npm, from the parent. Only the first one counts. */
function stopOnRequest(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // The parent died, or nobody reads our output.
  process.on('disconnect', stop)
  process.stdout.on('error', stop)
  return controller.signal
}
