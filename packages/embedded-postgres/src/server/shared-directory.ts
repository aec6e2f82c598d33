import { randomUUID } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'

/**
 * Returns a directory of ours below the system's temporary directory that other users can pass through but not change.
 * Throws an Error when somebody else made it first, or when `canEnter` accepts none.
 */
export async function openSharedDirectory(canEnter: (directory: string) => Promise<boolean>): Promise<string> {
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const directory = join(parent, `orderport-postgres-${process.getuid?.() ?? 'user'}`)
    await mkdir(directory, { mode: 0o711 }).catch(ignoreExisting)
    await assertOurs(directory)
    await chmod(directory, 0o711)
    if (await canEnter(directory)) return directory
  }
  throw new Error(`PostgreSQL's user can't enter ${tmpdir()}: set TMPDIR to a directory that every user can enter.`)
}

/** Copies the binaries into the shared directory, once for each version, and returns the copy. */
export async function copyBinaries(binaries: PostgresBinaries, sharedDirectory: string): Promise<PostgresBinaries> {
  const directory = join(sharedDirectory, `programs-${binaries.version}`)
  const copy = { ...binaries, directory }
  if (await exists(directory)) return copy
  const draft = `${directory}.${randomUUID()}`
  try {
    await cp(binaries.directory, draft, { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    await openToAll(draft)
    await rename(draft, directory)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another process may have made the same copy first.
    if (!(await exists(directory))) throw error
  }
  return copy
}

/** Static libraries and build files are a sixth of the size and are never used. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig'
}

/** Lets everybody read and run the copy: a strict umask makes a checkout readable to its owner alone. */
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
