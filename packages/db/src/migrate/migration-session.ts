import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { viewBlockers, type BlockerView } from './blockers.ts'
import type { LockRetryPolicy } from './lock-retry-policy.ts'

/** Why a database was not migrated, and what to do about it: one or two English sentences for an operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** What an operator is told of a run that stopped half-way. */
export const stays = 'What was done stays; run migrate again, it goes on from there'

export interface MigrationSession extends BlockerView {
  readonly client: Client
  readonly lockRetries: LockRetryPolicy
  /** Reports one step that was done, in one line. */
  readonly log: (line: string) => void
  /** Reports the progress of a long step. Throttled, so it may be called at any rate. */
  readonly progress: (line: string) => void
}

export interface SessionOptions {
  readonly adminUrl: string
  readonly lockRetries: LockRetryPolicy
  readonly log: (line: string) => void
}

/** Prisma Migrate's own advisory lock, so that its commands and ours wait for each other. */
const lockKey = 72_707_369

const connectTimeoutMs = 10_000
const statementTimeoutMs = 30 * 60_000
/** Ten minutes. */
const lockAttempts = 6000
const lockPauseMs = 100

/** Opens a connection that holds the migration lock until it is disposed of. Each database has one such lock. */
export async function openMigrationSession({ adminUrl, lockRetries, log }: SessionOptions): Promise<MigrationSession> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'orderport migrate',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1000,
    lock_timeout: lockRetries.lockTimeoutMs,
  })
  // A connection that breaks fails its running query, which reports the error.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await takeLock(client, log)
    const view = viewBlockers(adminUrl, await backendPid(client))
    return {
      client,
      lockRetries,
      log,
      progress: throttle(log),
      blockers: () => view.blockers(),
      [Symbol.asyncDispose]: async () => {
        await view[Symbol.asyncDispose]()
        await client.end()
      },
    }
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * Polls for the lock. A session that waits for it inside a statement is an old transaction, and the run that holds the
 * lock may be waiting for old transactions to end.
 */
async function takeLock(client: Client, log: (line: string) => void): Promise<void> {
  for (let attempt = 1; attempt <= lockAttempts; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockKey])
    if (rows[0]?.taken === true) return
    if (attempt === 1) log('Another migration of this database is running: waiting for it.')
    await delay(lockPauseMs)
  }
  throw new MigrationError('Another migration of this database has been running for ten minutes.')
}

async function backendPid(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL returned no pid.')
  return row.pid
}

const throttleMs = 4000

/** Returns a log that passes on at most one line every four seconds, the first after four. `now` is a clock in ms. */
export function throttle(log: (line: string) => void, now: () => number = () => performance.now()): typeof log {
  let last = now()
  return (line) => {
    const at = now()
    if (at - last < throttleMs) return
    last = at
    log(line)
  }
}
