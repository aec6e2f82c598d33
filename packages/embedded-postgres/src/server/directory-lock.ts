import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDirectoryOf } from './cluster-location.ts'
import { inspectProcess } from './running-process.ts'
import { readPostmasterPid } from './stale-postmaster.ts'

/** A process's exclusive right to run PostgreSQL in a directory, kept in a file so that the next process sees it. */
export interface DirectoryLock {
  /** True when the previous holder died without releasing it: a server that still runs there was ours. */
  readonly takenOver: boolean
  release(): Promise<void>
}

/**
 * Locks the directory for this process, and takes over a lock whose holder is gone.
 * Throws an Error that names the holder when a living process holds it, this one included.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const file = lockFile(directory)
  const ours = await describeOurselves()
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, ours, { mode: 0o644 })
  try {
    let takenOver = false
    // A link fails if the file exists, and the file is complete from the start.
    while (!(await tryLink(draft, file))) {
      const holder = await readFile(file, 'utf8').catch(() => null)
      if (holder === null) continue
      const pid = await livingHolder(holder)
      if (pid !== null) throw await alreadyRunning(directory, pid)
      takenOver = await discard(file, holder)
    }
    return { takenOver, release: () => release(file, ours) }
  } finally {
    await rm(draft, { force: true })
  }
}

function lockFile(directory: string): string {
  return join(directory, 'supervisor.json')
}

async function describeOurselves(): Promise<string> {
  const self = await inspectProcess(process.pid)
  // The id tells two locks of one process apart: releasing an old one leaves a newer one alone.
  return JSON.stringify({ pid: process.pid, startedAt: self?.startedAt ?? null, lock: randomUUID() })
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Returns the holder's pid while that very process lives, else null. Pids are reused, so the start time counts too. */
async function livingHolder(lock: string): Promise<number | null> {
  const { pid, startedAt } = parseLock(lock)
  if (pid === null) return null
  const running = await inspectProcess(pid)
  return running !== null && running.startedAt === startedAt ? pid : null
}

function parseLock(text: string): { readonly pid: number | null; readonly startedAt: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number') {
      return { pid: value.pid, startedAt: 'startedAt' in value ? value.startedAt : null }
    }
  } catch {
    // Not written by us, or truncated: nobody holds it.
  }
  return { pid: null, startedAt: null }
}

/** Removes a dead holder's lock. Puts the file back and returns false when it is another process's by now. */
async function discard(file: string, expected: string): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch {
    return false
  }
  const same = (await readFile(aside, 'utf8')) === expected
  if (!same) await tryLink(aside, file)
  await rm(aside, { force: true })
  return same
}

async function release(file: string, ours: string): Promise<void> {
  const current = await readFile(file, 'utf8').catch(() => null)
  if (current === ours) await rm(file, { force: true })
}

async function alreadyRunning(directory: string, supervisor: number): Promise<Error> {
  const postmaster = await readPostmasterPid(dataDirectoryOf(directory))
  const pids = postmaster === null ? `pid ${supervisor}` : `pid ${postmaster}, started by process ${supervisor}`
  return new Error(
    `PostgreSQL is already running in ${directory} (${pids}). Stop that process, or use another directory.`,
  )
}
