import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inspectProcess } from './running-process.ts'
import { readPostmasterPid } from './data-directory.ts'

const fastShutdownMs = 20_000
const killMs = 5_000

/**
 * The pid of the postmaster that runs on this data directory, or null. A lock file that names anything but a living
 * postmaster of this directory is removed: PostgreSQL would take an unrelated process that got the same pid (usual in
 * containers) for a postmaster. Backends that outlived their postmaster still hold it off, by its shared memory.
 */
export async function findPostmaster(dataDirectory: string): Promise<number | null> {
  const pid = await readPostmasterPid(dataDirectory)
  if (pid === null) return null
  if (await isPostmaster(pid, dataDirectory)) return pid
  await rm(join(dataDirectory, 'postmaster.pid'), { force: true })
  return null
}

/** Stops a postmaster that is not our child: fast shutdown, then SIGKILL. Throws an Error when even that has no effect. */
export async function stopOrphan(pid: number, dataDirectory: string): Promise<void> {
  for (const [signal, deadlineMs] of [['SIGINT', fastShutdownMs] as const, ['SIGKILL', killMs] as const]) {
    process.kill(pid, signal)
    // Somebody else's child: there is no event to wait for.
    for (let waited = 0; waited < deadlineMs; waited += 20) {
      if (!(await isPostmaster(pid, dataDirectory))) return
      await delay(20)
    }
  }
  throw new Error(`The orphaned PostgreSQL (pid ${pid}) in ${dataDirectory} can't be stopped.`)
}

async function isPostmaster(pid: number, dataDirectory: string): Promise<boolean> {
  const running = await inspectProcess(pid)
  return running !== null && running.command.includes('postgres') && running.command.includes(dataDirectory)
}
