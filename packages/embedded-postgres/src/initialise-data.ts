import { randomBytes } from 'node:crypto'
import { chown, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDirectoryOf } from './data-directory.ts'
import { explainUnstartable, majorVersion, programPath } from './binaries.ts'
import { runProgram } from './cluster-account.ts'
import type { Placement } from './placement.ts'

/** The name of the cluster's superuser. */
export const superuser = 'postgres'

/**
 * Makes the cluster's data on first use, and gives the superuser's password, which is kept beside the data.
 * Throws an Error when the data was made by another major version of PostgreSQL, or its password is lost.
 */
export async function initialiseData(placement: Placement, durable: boolean): Promise<string> {
  const data = dataDirectoryOf(placement.directory)
  const passwordFile = join(placement.directory, 'superuser-password')
  const madeBy = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null)
  if (madeBy === null) return create({ placement, durable, data, passwordFile })
  const major = majorVersion(placement.binaries)
  if (madeBy.trim() !== major) {
    throw new Error(
      `The data in ${placement.directory} was made by PostgreSQL ${madeBy.trim()}, and this is ${major}. ` +
        'Use another directory, or remove this one (and its data) to start anew.',
    )
  }
  return readPassword(passwordFile, placement.directory)
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

interface Creation {
  readonly placement: Placement
  readonly durable: boolean
  readonly data: string
  readonly passwordFile: string
}

async function create({ placement, durable, data, passwordFile }: Creation): Promise<string> {
  const { account, binaries } = placement
  const foreign = await lstat(data).catch(() => null)
  if (foreign !== null) throw new Error(`${data} exists and is not a PostgreSQL data directory: remove it.`)
  const password = randomBytes(24).toString('hex')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account !== null) await chown(passwordFile, account.uid, account.gid)
  // Made beside, then moved: an initialisation that was interrupted leaves no half-made data behind.
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
  const result = await runProgram({ program, args, account })
  if (result.exitCode === null && result.error !== null) throw explainUnstartable(program, result.error)
  if (result.exitCode !== 0) throw new Error(`initdb failed in ${placement.directory}:\n${result.output}`)
  await rename(draft, data)
  return password
}
