import { createHash } from 'node:crypto'
import { access, chown, constants, mkdir, realpath, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { explainUnstartable, programPath, type PostgresBinaries } from './binaries.ts'
import { choosePostgresUser, runProgram, type PostgresUser } from './postgres-user.ts'
import { copyBinaries, openSharedDirectory } from './shared-directory.ts'

/** Where a cluster lives, and who runs it. */
export interface ClusterLocation {
  readonly binaries: PostgresBinaries
  /** Holds the data, the superuser's password and the directory's lock. */
  readonly directory: string
  readonly user: PostgresUser | null
}

export interface ClusterLocationOptions {
  readonly binaries: PostgresBinaries
  readonly directory: string
  readonly log: (line: string) => void
}

/** PostgreSQL's data directory proper, within a cluster's directory. */
export function dataDirectoryOf(directory: string): string {
  return join(directory, 'data')
}

/**
 * Returns a location that PostgreSQL's user can reach. An ordinary user gets the requested directory. Under root,
 * PostgreSQL runs as another user: what that user can't reach (a checkout in root's home) goes below the system's
 * temporary directory, always to the same path for the same directory, and `log` says so.
 * Throws an Error when there is no such location, or when the directory is another user's.
 */
export async function locateCluster(options: ClusterLocationOptions): Promise<ClusterLocation> {
  const directory = resolve(options.directory)
  const user = await choosePostgresUser(dataDirectoryOf(directory))
  if (user === null) return locateAsOurselves(options.binaries, directory)
  const binaries = await reachableBinaries(options, user)
  const reachable = await reachableDirectory({ ...options, directory }, user)
  // One name for one directory: a running server is recognised by it.
  return { binaries, user, directory: await realpath(reachable) }
}

async function locateAsOurselves(binaries: PostgresBinaries, directory: string): Promise<ClusterLocation> {
  try {
    await makeDirectory(directory)
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(`${directory} can't be used by this user. If root made it, remove it as root.`, { cause: error })
  }
  return { binaries, user: null, directory: await realpath(directory) }
}

async function reachableBinaries(
  { binaries, log }: ClusterLocationOptions,
  user: PostgresUser,
): Promise<PostgresBinaries> {
  const failure = await tryBinaries(binaries, user)
  if (failure === null) return binaries
  const broken = await tryBinaries(binaries, null)
  if (broken !== null) throw broken
  const sharedDirectory = await openSharedDirectory((directory) => canEnter(directory, user))
  const copy = await copyBinaries(binaries, sharedDirectory)
  const copyFailure = await tryBinaries(copy, user)
  if (copyFailure !== null) throw copyFailure
  log(`User ${user.uid} can't reach ${binaries.directory}: PostgreSQL's programs are run from ${copy.directory}.`)
  return copy
}

async function tryBinaries(binaries: PostgresBinaries, user: PostgresUser | null): Promise<Error | null> {
  const program = programPath(binaries, 'postgres')
  const { exitCode, error, output } = await runProgram(program, ['--version'], user)
  if (exitCode === 0) return null
  return explainUnstartable(program, error !== null && exitCode === null ? error : new Error(output))
}

async function reachableDirectory({ directory, log }: ClusterLocationOptions, user: PostgresUser): Promise<string> {
  const made = await makeDirectory(directory)
  await chown(directory, user.uid, user.gid)
  if (await canEnter(directory, user)) return directory
  if (made) await rmdir(directory)
  const sharedDirectory = await openSharedDirectory((candidate) => canEnter(candidate, user))
  const key = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const substitute = join(sharedDirectory, `data-${key}`)
  await makeDirectory(substitute)
  await chown(substitute, user.uid, user.gid)
  log(`User ${user.uid} can't reach ${directory}: PostgreSQL's data is in ${substitute}.`)
  return substitute
}

/** Makes a directory for its owner alone; its parents get ordinary permissions. Returns false if it existed. */
async function makeDirectory(directory: string): Promise<boolean> {
  await mkdir(dirname(directory), { recursive: true })
  return (await mkdir(directory, { recursive: true, mode: 0o700 })) !== undefined
}

/** Tries it instead of computing it from mode bits: access lists and mounts have a say too. */
async function canEnter(directory: string, user: PostgresUser): Promise<boolean> {
  return (await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], user)).exitCode === 0
}
