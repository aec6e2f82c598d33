import { randomBytes } from 'node:crypto'
import { chown, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { explainUnstartable, majorVersion, programPath } from './binaries.ts'
import { dataDirectoryOf, type ClusterLocation } from './cluster-location.ts'
import { runProgram } from './postgres-user.ts'

/** The name of the cluster's superuser. */
export const superuser = 'postgres'

/**
 * Makes the cluster's data on first use, and returns the superuser's password, which is kept beside the data.
 * Throws an Error when the data was made by another major version of PostgreSQL, or its password is lost.
 */
export async function initialiseData(location: ClusterLocation, durable: boolean): Promise<string> {
  const data = dataDirectoryOf(location.directory)
  const passwordFile = join(location.directory, 'superuser-password')
  const madeBy = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null)
  if (madeBy === null) return createData(location, durable, passwordFile)
  const major = majorVersion(location.binaries)
  if (madeBy.trim() !== major) {
    throw new Error(
      `The data in ${location.directory} was made by PostgreSQL ${madeBy.trim()}, and this is ${major}. ` +
        'Use another directory, or remove this one (and its data) to start anew.',
    )
  }
  return readPassword(passwordFile, location.directory)
}

async function readPassword(passwordFile: string, directory: string): Promise<string> {
  try {
    return await readFile(passwordFile, 'utf8')
  } catch (error) {
    throw new Error(`The superuser's password of ${directory} is lost: remove it (and its data) to start anew.`, {
      cause: error,
    })
  }
}

async function createData(location: ClusterLocation, durable: boolean, passwordFile: string): Promise<string> {
  const { user, binaries } = location
  const data = dataDirectoryOf(location.directory)
  const foreign = await lstat(data).catch(() => null)
  if (foreign !== null) throw new Error(`${data} exists and is not a PostgreSQL data directory: remove it.`)
  const password = randomBytes(24).toString('hex')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user !== null) await chown(passwordFile, user.uid, user.gid)
  // Made beside the final place, then moved: an interrupted initialisation leaves no half-made data there.
  const draft = `${data}.new`
  await rm(draft, { recursive: true, force: true })
  const program = programPath(binaries, 'initdb')
  const args = [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    durable ? '--sync-method=fsync' : '--no-sync',
  ]
  const result = await runProgram(program, args, user)
  if (result.exitCode === null && result.error !== null) throw explainUnstartable(program, result.error)
  if (result.exitCode !== 0) throw new Error(`initdb failed in ${location.directory}:\n${result.output}`)
  await rename(draft, data)
  return password
}
