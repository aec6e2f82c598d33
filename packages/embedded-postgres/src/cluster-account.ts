import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** The operating-system user that PostgreSQL runs as, when it isn't the user that we are. */
export interface ClusterAccount {
  readonly uid: number
  readonly gid: number
}

export interface ProgramResult {
  /** Null when the program could not be started at all. */
  readonly exitCode: number | null
  readonly output: string
  readonly error: Error | null
}

/** `nobody`: owns nothing on the host, and PostgreSQL needs no account of its own for a private cluster. */
const nobody: ClusterAccount = { uid: 65_534, gid: 65_534 }

/**
 * Whom PostgreSQL runs as: ourselves (null), unless we are root, as which it refuses to run. Then it is the owner of the
 * data that is there, or nobody for new data.
 */
export async function chooseAccount(dataDirectory: string): Promise<ClusterAccount | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(dataDirectory).catch(() => null)
  return owner === null || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid }
}

/** Where PostgreSQL's programs start: a place every user can enter, and no setting of our environment. */
export const programSurroundings = { cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }

export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
  readonly account: ClusterAccount | null
}

/** Runs a program to its end, as the account. Never throws; it is killed after a minute. */
export function runProgram({ program, args, account }: ProgramCall): Promise<ProgramResult> {
  const options = { ...programSurroundings, ...account, timeout: 60_000 }
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ exitCode, output: `${stdout}${stderr}`.trim(), error })
    })
  })
}
