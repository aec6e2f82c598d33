import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { invitation } from './invitation.ts'
import { LocalFault } from './local-fault.ts'
import { startLocalProfile } from './start-local-profile.ts'

/** Longer than a running import may take; whoever still hangs then is left behind, and the next start clears it away. */
const stopDeadlineMs = 30_000

/**
 * Runs the local profile until somebody wants it to end, as this process's one task: it listens to signals and sets the
 * exit code. Data and logs go below the folder given.
 */
export async function runLocalProfile(privateFolder: string): Promise<void> {
  const stop = stopOnRequest()
  try {
    await runUntil(stop, privateFolder)
  } catch (error) {
    if (error instanceof LocalFault) {
      console.error(`orderport: ${error.message}`)
      process.exitCode = 1
    } else if (error !== stop.reason) throw error
  }
  // The channel to our parent would keep us alive.
  if (process.connected) process.disconnect()
}

async function runUntil(stop: AbortSignal, privateFolder: string): Promise<void> {
  const folder = join(privateFolder, 'local')
  const log = logTo(join(privateFolder, 'logs'))
  await using profile = await startLocalProfile({ folder, environment: process.env, log, signal: stop })
  if (!profile.dataDirectory.startsWith(folder)) console.log(`The data is in ${profile.dataDirectory}.`)
  console.log(invitation(profile.address))
  await Promise.race([aborted(stop), profile.databaseExited])
  if (!stop.aborted) throw new LocalFault('the database ended unexpectedly; see .orderport/logs/postgres.log')
  console.error('Stopping …')
}

/** The log begins anew with the first line, not before: a start that is refused leaves the running profile's log alone. */
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

/** One Ctrl-C may arrive two or three times: from the terminal, from npm, from our parent. Only the first one counts. */
function stopOnRequest(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // Our parent died without a word, or nobody reads what we print.
  process.on('disconnect', stop)
  process.stdout.on('error', stop)
  return controller.signal
}
