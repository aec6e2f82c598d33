import type { Database } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import type { Log } from '../log.ts'
import { StartError } from '../config/startup-error.ts'

const retryMs = 1000

export interface RoleGuard {
  /** True once the role has been found in order; until then no order may be served. */
  checked(): boolean
  /** Rejects with StartError if a late check finds a fault; never resolves. */
  readonly refused: Promise<never>
  stop(): void
}

/**
 * Checks the runtime role before anything is served. Throws StartError at once where the database answers; where it is
 * away, goes on asking until it answers.
 */
export async function guardRole(database: Pick<Database, 'checkRuntimeRole'>, log: Log): Promise<RoleGuard> {
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
      if (isAway(error)) timer = setTimeout(() => void checkLater(), retryMs)
      else reject(asStartError(error))
    }
  }

  try {
    await check()
  } catch (error) {
    if (!isAway(error)) throw asStartError(error)
    log.warn('the database does not answer; unready until it does')
    timer = setTimeout(() => void checkLater(), retryMs)
  }
  return { checked: () => checked, refused, stop: () => clearTimeout(timer) }
}

/** A wrong password, database or certificate: what the database or its driver says is the one line to read. */
function asStartError(error: unknown): StartError {
  if (error instanceof StartError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StartError([`DATABASE_URL: ${message.split('\n')[0]}`])
}

function isAway(error: unknown): boolean {
  return DomainError.is(error) && error.code === 'DATABASE_UNAVAILABLE'
}
