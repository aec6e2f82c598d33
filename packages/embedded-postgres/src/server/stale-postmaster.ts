import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inspectProcess } from './running-process.ts'

const fastShutdownMs = 20_000
const killMs = 5_000

/** Returns the pid in a data directory's lock file, whether or not that process lives; null without a lock file. */
export async function readPostmasterPid(dataDirectory: string): Promise<number | null> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => null)
  const pid = Number.parseInt(text ?? '', 10)
  return Number.isInteger(pid) ? pid : null
}

/**
 * Returns the pid of the postmaster that runs on this data directory, or null. Removes a lock file that names anything
 * but a living postmaster of this directory: PostgreSQL would mistake an unrelated process with the same pid (common in
 * containers) for a postmaster. Backends that outlived their postmaster still prevent a start, by their shared memory.
 */
export async function findPostmaster(dataDirectory: string): Promise<number | null> {
  const pid = await readPostmasterPid(dataDirectory)
  if (pid === null) return null
  if (await isPostmaster(pid, dataDirectory)) return pid
  await removeLockFile(dataDirectory)
  return null
}

/**
 * Stops a postmaster that is not our child: fast shutdown, then SIGKILL. Throws an Error when even that fails. One that
 * was killed, by us or before, left its lock file, and while nobody has reaped it PostgreSQL would take it for running.
 */
export async function stopStalePostmaster(pid: number, dataDirectory: string): Promise<void> {
  for (const [signal, deadlineMs] of [['SIGINT', fastShutdownMs] as const, ['SIGKILL', killMs] as const]) {
    process.kill(pid, signal)
    // Polls: only a parent gets an event when a process ends.
    for (let waited = 0; waited < deadlineMs; waited += 20) {
      if (!(await isPostmaster(pid, dataDirectory))) {
        if ((await readPostmasterPid(dataDirectory)) === pid) await removeLockFile(dataDirectory)
        return
      }
      await delay(20)
    }
  }
  throw new Error(`The orphaned PostgreSQL (pid ${pid}) in ${dataDirectory} can't be stopped.`)
}

function removeLockFile(dataDirectory: string): Promise<void> {
  return rm(join(dataDirectory, 'postmaster.pid'), { force: true })
}

async function isPostmaster(pid: number, dataDirectory: string): Promise<boolean> {
  const running = await inspectProcess(pid)
  return running !== null && running.command.includes('postgres') && running.command.includes(dataDirectory)
}
