import type { Database } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import { StartError } from '../config/startup-error.ts'
import type { Log } from '../log.ts'

const retryMs = 1000

export interface DatabaseRoleCheck {
  /** Throws DATABASE_UNAVAILABLE until the role was found in order: no order may be served before. */
  requireRoleChecked(): void
  /** Rejects with StartError when a later attempt finds a fault; never resolves. */
  readonly refused: Promise<never>
  stop(): void
}

/**
 * Checks the runtime role before anything is served. Throws StartError when the database answers and the role is not in
 * order. While the database is unreachable, the check goes on in the background.
 */
export async function checkDatabaseRole(
  database: Pick<Database, 'checkRuntimeRole'>,
  log: Log,
): Promise<DatabaseRoleCheck> {
  let checked = false
  let timer: NodeJS.Timeout | undefined
  const { promise: refused, reject } = Promise.withResolvers<never>()
  refused.catch(() => {})

  async function check(): Promise<void> {
    const faults = await database.checkRuntimeRole()
    if (faults.length > 0) throw new StartError(faults.map((fault) => `DATABASE_URL: ${fault}`))
    checked = true
  }
  async function checkLater(): Promise<void> {
    try {
      await check()
      log.info('the database answers; its role is in order')
    } catch (error) {
      if (isUnreachable(error)) timer = setTimeout(() => void checkLater(), retryMs)
      else reject(toStartError(error))
    }
  }

  try {
    await check()
  } catch (error) {
    if (!isUnreachable(error)) throw toStartError(error)
    log.warn('the database does not answer; unready until it does')
    timer = setTimeout(() => void checkLater(), retryMs)
  }
  return {
    requireRoleChecked() {
      if (!checked) throw new DomainError('DATABASE_UNAVAILABLE', { detail: 'the role has not been checked yet' })
    },
    refused,
    stop: () => clearTimeout(timer),
  }
}

/**
 * Throws StartError when the replica answers and its role is not in order. One that is away stops nothing: it is not
 * used before its role was checked.
 */
export async function checkReplicaRole(replica: Database['replica']): Promise<void> {
  try {
    const faults = (await replica?.checkRuntimeRole()) ?? []
    if (faults.length > 0) throw new StartError(faults.map((fault) => `DATABASE_READ_URL: ${fault}`))
  } catch (error) {
    if (!isUnreachable(error)) throw toStartError(error, 'DATABASE_READ_URL')
  }
}

/** For a wrong password, database or certificate, the first line of the driver's message says it all. */
function toStartError(error: unknown, variable = 'DATABASE_URL'): StartError {
  if (error instanceof StartError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StartError([`${variable}: ${message.split('\n')[0]}`])
}

function isUnreachable(error: unknown): boolean {
  return DomainError.is(error) && error.code === 'DATABASE_UNAVAILABLE'
}
