import { setTimeout as delay } from 'node:timers/promises'
import { sqlState } from '../database-error.ts'
import { beginWith, inTransaction } from '../door/begin.ts'
import { sqlStates } from '../sql-states.ts'
import { MigrationError } from './migration-error.ts'
import type { MigrationSession } from './migration-session.ts'

/**
 * Runs work that needs a strong lock for a moment, in one transaction. While others hold the table the attempt is given up
 * at once and made again later: a strong lock that waits keeps everybody waiting who comes after it.
 * Throws `MigrationError`, naming who held it, once patience has run out.
 */
export function briefly<T>(session: MigrationSession, step: string, work: () => Promise<T>): Promise<T> {
  return attempts(session, watchFor({ session, step, everyMs: session.patience.lockTimeoutMs / 2 }), work)
}

/**
 * As `briefly`, for work that changes the table orders itself. Autovacuum gives way only to who has waited for longer than
 * our attempts last (`deadlock_timeout`), so it is waited for first, by a lock that no reader or writer waits behind.
 */
export function alterOrders<T>(session: MigrationSession, step: string, work: () => Promise<T>): Promise<T> {
  const watch = watchFor({ session, step, everyMs: session.patience.lockTimeoutMs / 2 })
  return attempts(session, watch, async () => {
    await outlastVacuum(session).catch((error: unknown) => {
      throw isBusy(error) ? watch.gaveUp(error) : error
    })
    return await work()
  })
}

async function outlastVacuum({ client, patience }: MigrationSession): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${patience.olderTransactionsMs}`)
  await client.query('LOCK TABLE "orders" IN SHARE UPDATE EXCLUSIVE MODE')
  await client.query(`SET LOCAL lock_timeout = ${patience.lockTimeoutMs}`)
}

async function attempts<T>(session: MigrationSession, watch: Watch, work: () => Promise<T>): Promise<T> {
  const { client, patience } = session
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await watch.during(() => inTransaction(client, beginWith(), work))
    } catch (error) {
      const pauseMs = patience.pausesMs[attempt]
      if (!isBusy(error)) throw error
      if (pauseMs === undefined) throw watch.gaveUp(error)
      await delay(pauseMs)
    }
  }
}

/**
 * Runs one statement that lets others read and write, and waits for transactions older than itself. Throws
 * `MigrationError`, naming whose they are, when they do not end in time.
 */
export async function besideOthers(session: MigrationSession, step: string, statement: string): Promise<void> {
  const { client, patience } = session
  const watch = watchFor({ session, step, everyMs: 1000 })
  await client.query(`SET lock_timeout = ${patience.olderTransactionsMs}`)
  try {
    await watch.during(() => client.query(statement))
  } catch (error) {
    throw isBusy(error) ? watch.gaveUp(error) : error
  } finally {
    // On a broken connection the statement's own error is the one to report.
    await client.query(`SET lock_timeout = ${patience.lockTimeoutMs}`).catch(() => undefined)
  }
}

/** A lock was not to be had in time, or another transaction came first. */
function isBusy(error: unknown): boolean {
  return busyStates.has(sqlState(error) ?? '')
}

const busyStates: ReadonlySet<string> = new Set([
  sqlStates.lockNotAvailable,
  sqlStates.deadlockDetected,
  sqlStates.serializationFailure,
])

interface Watch {
  /** Runs work, and tells whenever it waits for somebody. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** The error to give up with: it names those who were waited for last. */
  gaveUp(cause: unknown): MigrationError
}

interface WatchOptions {
  readonly session: MigrationSession
  readonly step: string
  readonly everyMs: number
}

function watchFor({ session, step, everyMs }: WatchOptions): Watch {
  let holders: readonly string[] = []
  const look = async (done: AbortSignal): Promise<void> => {
    while (await passes(everyMs, done)) {
      const seen = await session.blockers()
      if (seen.length === 0) continue
      holders = seen
      session.progress(`Waiting to ${step}. In the way: ${seen.join('; ')}.`)
    }
  }
  return {
    during: async (work) => {
      const done = new AbortController()
      const looking = look(done.signal)
      try {
        return await work()
      } finally {
        done.abort()
        await looking
      }
    },
    gaveUp: (cause) =>
      new MigrationError(
        `Gave up waiting to ${step}; in the way: ${holders.join('; ') || 'other sessions'}. What was done stays: end those transactions and run migrate again, it goes on from there.`,
        { cause },
      ),
  }
}

/** True after the time, false at once when done. */
function passes(ms: number, done: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal: done }).catch(() => false)
}
