import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** The operating-system user that PostgreSQL runs as when it isn't our own. */
export interface PostgresUser {
  readonly uid: number
  readonly gid: number
}

/** `nobody` owns nothing on the host, and a private cluster needs no user of its own. */
const nobody: PostgresUser = { uid: 65_534, gid: 65_534 }

/**
 * Returns the user that PostgreSQL has to run as, or null for our own. PostgreSQL refuses to run as root: then it is
 * the owner of the existing data, or `nobody` for new data.
 */
export async function choosePostgresUser(dataDirectory: string): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(dataDirectory).catch(() => null)
  return owner === null || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid }
}

/** PostgreSQL's programs start in a directory that every user can enter, and see nothing of our environment. */
export const programEnvironment = { cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }

export interface ProgramResult {
  /** Null when the program could not be started at all. */
  readonly exitCode: number | null
  readonly output: string
  readonly error: Error | null
}

/** Runs a program to its end as the user. Never throws; kills the program after a minute. */
export function runProgram(
  program: string,
  args: readonly string[],
  user: PostgresUser | null,
): Promise<ProgramResult> {
  const options = { ...programEnvironment, ...user, timeout: 60_000 }
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ exitCode, output: `${stdout}${stderr}`.trim(), error })
    })
  })
}
