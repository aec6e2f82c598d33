import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'

/**
 * A directory of ours below the system's temporary directory, which others can pass through but not change, nor have
 * made before us. Throws an Error when there is none that `canEnter` accepts.
 */
export async function openShelter(canEnter: (directory: string) => Promise<boolean>): Promise<string> {
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const shelter = join(parent, `orderport-postgres-${process.getuid?.() ?? 'user'}`)
    await mkdir(shelter, { mode: 0o711 }).catch(ignoreExisting)
    await assertOurs(shelter)
    await chmod(shelter, 0o711)
    if (await canEnter(shelter)) return shelter
  }
  throw new Error(`PostgreSQL's user can't enter ${tmpdir()}: set TMPDIR to a directory that every user can enter.`)
}

/** Copies the binaries below the shelter, once for each version. */
export async function copyBinaries(binaries: PostgresBinaries, shelter: string): Promise<PostgresBinaries> {
  const directory = join(shelter, `programs-${binaries.version}`)
  const copy = { ...binaries, directory }
  if (await exists(directory)) return copy
  const draft = `${directory}.${randomUUID()}`
  try {
    await cp(binaries.directory, draft, { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    await openToAll(draft)
    await rename(draft, directory)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another process may have finished the same copy first.
    if (!(await exists(directory))) throw error
  }
  return copy
}

/** Static libraries and build files are a sixth of the size and never run. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig'
}

/** A checkout made under a strict umask has files that only its owner can read. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    if (!entry.isSymbolicLink()) await chmod(path, executable ? 0o755 : 0o644)
  }
}

async function assertOurs(directory: string): Promise<void> {
  const entry = await lstat(directory)
  if (!entry.isDirectory() || entry.uid !== process.getuid?.() || (entry.mode & 0o022) !== 0) {
    throw new Error(`${directory} was made by somebody else or is open to changes by others: remove it.`)
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
