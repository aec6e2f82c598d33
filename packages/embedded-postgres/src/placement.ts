import { createHash } from 'node:crypto'
import { access, chown, constants, mkdir, realpath, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { explainUnstartable, programPath, type PostgresBinaries } from './binaries.ts'
import { chooseAccount, runProgram, type ClusterAccount } from './cluster-account.ts'
import { dataDirectoryOf } from './data-directory.ts'
import { copyBinaries, openShelter } from './shelter.ts'

/** Where a cluster lives and who runs it. */
export interface Placement {
  readonly binaries: PostgresBinaries
  /** Holds the data, the superuser's password and the supervisor's claim. */
  readonly directory: string
  readonly account: ClusterAccount | null
}

export interface PlacementRequest {
  readonly binaries: PostgresBinaries
  readonly directory: string
  readonly log: (line: string) => void
}

/**
 * Finds a place that PostgreSQL's user can reach. An ordinary user gets the directory asked for. For root, PostgreSQL
 * runs as another user; what that user can't reach (a checkout in root's home) is put below the system's temporary
 * directory instead, always at the same path for the same directory, and `log` says so.
 * Throws an Error when there is no such place, or the directory is another user's.
 */
export async function placeCluster(request: PlacementRequest): Promise<Placement> {
  const directory = resolve(request.directory)
  const account = await chooseAccount(dataDirectoryOf(directory))
  if (account === null) return placeAsOurselves({ ...request, directory })
  const binaries = await reachableBinaries(request, account)
  const reachable = await reachableDirectory({ ...request, directory }, account)
  // One name for one directory: a running server is recognised by it.
  return { binaries, account, directory: await realpath(reachable) }
}

async function placeAsOurselves({ binaries, directory }: PlacementRequest): Promise<Placement> {
  try {
    await makeDirectory(directory)
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(`${directory} can't be used by this user. If root made it, remove it as root.`, { cause: error })
  }
  return { binaries, account: null, directory: await realpath(directory) }
}

async function reachableBinaries(request: PlacementRequest, account: ClusterAccount): Promise<PostgresBinaries> {
  const { binaries, log } = request
  const failure = await tryBinaries(binaries, account)
  if (failure === null) return binaries
  const broken = await tryBinaries(binaries, null)
  if (broken !== null) throw broken
  const shelter = await openShelter((directory) => canEnter(directory, account))
  const copy = await copyBinaries(binaries, shelter)
  const copyFailure = await tryBinaries(copy, account)
  if (copyFailure !== null) throw copyFailure
  log(`User ${account.uid} can't reach ${binaries.directory}: PostgreSQL's programs are run from ${copy.directory}.`)
  return copy
}

async function tryBinaries(binaries: PostgresBinaries, account: ClusterAccount | null): Promise<Error | null> {
  const program = programPath(binaries, 'postgres')
  const { exitCode, error, output } = await runProgram({ program, args: ['--version'], account })
  if (exitCode === 0) return null
  return explainUnstartable(program, error !== null && exitCode === null ? error : new Error(output))
}

async function reachableDirectory({ directory, log }: PlacementRequest, account: ClusterAccount): Promise<string> {
  const made = await makeDirectory(directory)
  await chown(directory, account.uid, account.gid)
  if (await canEnter(directory, account)) return directory
  if (made) await rmdir(directory)
  const shelter = await openShelter((candidate) => canEnter(candidate, account))
  const key = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const sheltered = join(shelter, `data-${key}`)
  await makeDirectory(sheltered)
  await chown(sheltered, account.uid, account.gid)
  log(`User ${account.uid} can't reach ${directory}: PostgreSQL's data is in ${sheltered}.`)
  return sheltered
}

/** Makes a directory that only its owner may enter; its parents get ordinary permissions. False when it is there. */
async function makeDirectory(directory: string): Promise<boolean> {
  await mkdir(dirname(directory), { recursive: true })
  return (await mkdir(directory, { recursive: true, mode: 0o700 })) !== undefined
}

/** Tried, not computed from mode bits: access lists and mounts have a say too. */
async function canEnter(directory: string, account: ClusterAccount): Promise<boolean> {
  const args = ['-c', 'cd -- "$1"', 'sh', directory]
  return (await runProgram({ program: '/bin/sh', args, account })).exitCode === 0
}
