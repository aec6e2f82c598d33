import { setTimeout as delay } from 'node:timers/promises'
import { sqlState, sqlStates } from '../database-error.ts'
import { beginWith, inTransaction } from '../tenant-database/transaction.ts'
import { MigrationError, type MigrationSession } from './migration-session.ts'

/**
 * Runs work that needs a strong lock briefly, in one transaction. An attempt gives up at once while others use the
 * table, and is repeated later: everybody else would wait behind a strong lock that waits.
 * Throws `MigrationError`, which names the sessions in the way, after the last attempt.
 */
export function withShortLock<T>(session: MigrationSession, step: string, work: () => Promise<T>): Promise<T> {
  return retry(session, watchFor(session, step, session.lockRetries.lockTimeoutMs / 2), work)
}

/**
 * Does the same as `withShortLock`, for work that changes the table orders itself. Autovacuum yields only to a session
 * that waits longer (`deadlock_timeout`) than one attempt does, so we wait for it first, with a lock that blocks no
 * reader or writer.
 */
export function alterOrders<T>(session: MigrationSession, step: string, work: () => Promise<T>): Promise<T> {
  const watch = watchFor(session, step, session.lockRetries.lockTimeoutMs / 2)
  return retry(session, watch, async () => {
    await waitForAutovacuum(session).catch((error: unknown) => {
      throw isBusy(error) ? watch.gaveUp(error) : error
    })
    return await work()
  })
}

async function waitForAutovacuum({ client, lockRetries }: MigrationSession): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${lockRetries.olderTransactionsMs}`)
  await client.query('LOCK TABLE "orders" IN SHARE UPDATE EXCLUSIVE MODE')
  await client.query(`SET LOCAL lock_timeout = ${lockRetries.lockTimeoutMs}`)
}

async function retry<T>(session: MigrationSession, watch: Watch, work: () => Promise<T>): Promise<T> {
  const { client, lockRetries } = session
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await watch.during(() => inTransaction(client, beginWith(), work))
    } catch (error) {
      const pauseMs = lockRetries.pausesMs[attempt]
      if (!isBusy(error)) throw error
      if (pauseMs === undefined) throw watch.gaveUp(error)
      await delay(pauseMs)
    }
  }
}

/**
 * Runs one statement that lets others read and write, but waits for transactions older than itself.
 * Throws `MigrationError`, which names their sessions, when they don't end in time.
 */
export async function runConcurrently(session: MigrationSession, step: string, statement: string): Promise<void> {
  const { client, lockRetries } = session
  const watch = watchFor(session, step, 1000)
  await client.query(`SET lock_timeout = ${lockRetries.olderTransactionsMs}`)
  try {
    await watch.during(() => client.query(statement))
  } catch (error) {
    throw isBusy(error) ? watch.gaveUp(error) : error
  } finally {
    // On a broken connection the statement's own error is the one to report.
    await client.query(`SET lock_timeout = ${lockRetries.lockTimeoutMs}`).catch(() => undefined)
  }
}

/** True if a lock could not be taken in time, or another transaction won. */
function isBusy(error: unknown): boolean {
  return busyStates.has(sqlState(error) ?? '')
}

const busyStates: ReadonlySet<string> = new Set([
  sqlStates.lockNotAvailable,
  sqlStates.deadlockDetected,
  sqlStates.serializationFailure,
])

interface Watch {
  /** Runs work, and reports the sessions in the way while it waits. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Returns the error to give up with. It names the sessions that were last in the way. */
  gaveUp(cause: unknown): MigrationError
}

function watchFor(session: MigrationSession, step: string, everyMs: number): Watch {
  let holders: readonly string[] = []
  const reportBlockers = async (done: AbortSignal): Promise<void> => {
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
      const reporting = reportBlockers(done.signal)
      try {
        return await work()
      } finally {
        done.abort()
        await reporting
      }
    },
    gaveUp: (cause) =>
      new MigrationError(
        `Gave up waiting to ${step}; in the way: ${holders.join('; ') || 'other sessions'}. What was done stays: end those transactions and run migrate again, it goes on from there.`,
        { cause },
      ),
  }
}

/** Resolves to true after the time, or to false as soon as `done` aborts. */
function passes(ms: number, done: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal: done }).catch(() => false)
}
