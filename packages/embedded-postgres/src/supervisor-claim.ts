import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDirectoryOf, readPostmasterPid } from './data-directory.ts'
import { inspectProcess } from './running-process.ts'

/** A process's exclusive right to run PostgreSQL in a directory, kept in a file so that the next process knows of it. */
export interface SupervisorClaim {
  /** True when a supervisor that is gone held the directory before: what still runs there is an orphan of ours. */
  readonly inherited: boolean
  release(): Promise<void>
}

/**
 * Claims the directory for this process. Throws an Error that names the holder when a living process holds it
 * (this one included). A claim whose process is gone is taken over.
 */
export async function claimDirectory(directory: string): Promise<SupervisorClaim> {
  const file = claimFile(directory)
  const ours = await describeOurselves()
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, ours, { mode: 0o644 })
  try {
    let inherited = false
    // Linking fails when the file exists, and the file is complete from its first moment.
    while (!(await tryLink(draft, file))) {
      const holder = await readFile(file, 'utf8').catch(() => null)
      if (holder === null) continue
      const pid = await livingHolder(holder)
      if (pid !== null) throw await alreadyRunning(directory, pid)
      inherited = await discard(file, holder)
    }
    return { inherited, release: () => release(file, ours) }
  } finally {
    await rm(draft, { force: true })
  }
}

function claimFile(directory: string): string {
  return join(directory, 'supervisor.json')
}

async function describeOurselves(): Promise<string> {
  const self = await inspectProcess(process.pid)
  // The id tells two claims of one process apart, so that releasing an old one leaves a newer one alone.
  return JSON.stringify({ pid: process.pid, startedAt: self?.startedAt ?? null, claim: randomUUID() })
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

/** The holder's pid while that very process lives, else null. A pid alone is not enough: pids are reused. */
async function livingHolder(claim: string): Promise<number | null> {
  const { pid, startedAt } = parseClaim(claim)
  if (pid === null) return null
  const running = await inspectProcess(pid)
  return running !== null && running.startedAt === startedAt ? pid : null
}

function parseClaim(text: string): { readonly pid: number | null; readonly startedAt: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number') {
      return { pid: value.pid, startedAt: 'startedAt' in value ? value.startedAt : null }
    }
  } catch {
    // Not written by us, or cut short: nobody holds it.
  }
  return { pid: null, startedAt: null }
}

/** Sets a dead holder's claim aside; false (and the file put back) when another process was quicker and it is theirs. */
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
