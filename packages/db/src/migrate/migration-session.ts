import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { viewBlockers, type BlockerView } from './blockers.ts'
import { MigrationError } from './migration-error.ts'
import type { Patience } from './patience.ts'
import { occasionally } from './progress.ts'

/** The key of Prisma Migrate's own advisory lock, so that its commands wait for ours, and ours for them. */
const lockKey = 72_707_369

const connectTimeoutMs = 10_000
const longestStatementMs = 30 * 60_000
/** Ten minutes of another run. */
const attempts = 6000
const betweenAttemptsMs = 100

export interface MigrationSession extends BlockerView {
  readonly client: Client
  readonly patience: Patience
  /** Tells what was done, one line each. */
  readonly log: (line: string) => void
  /** Tells how far a long step is; may be called at any rate. */
  readonly progress: (line: string) => void
}

export interface SessionOptions {
  readonly adminUrl: string
  readonly patience: Patience
  readonly log: (line: string) => void
}

/** A connection of its own that holds the lock of migrations until it is disposed of. One holder a database. */
export async function openMigrationSession({ adminUrl, patience, log }: SessionOptions): Promise<MigrationSession> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'orderport migrate',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: longestStatementMs,
    query_timeout: longestStatementMs + 1000,
    lock_timeout: patience.lockTimeoutMs,
  })
  // A connection that breaks also fails the query that is running, which is where it is reported.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await takeLock(client, log)
    const view = viewBlockers(adminUrl, await backendPid(client))
    return {
      client,
      patience,
      log,
      progress: occasionally(log),
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

/** Asks over and over: who waits for a lock within a statement is an old transaction to the other run, which waits for those. */
async function takeLock(client: Client, log: (line: string) => void): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockKey])
    if (rows[0]?.taken === true) return
    if (attempt === 1) log('Another migration of this database is running: waiting for it.')
    await delay(betweenAttemptsMs)
  }
  throw new MigrationError('Another migration of this database has been running for ten minutes.')
}

async function backendPid(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL gave no pid.')
  return row.pid
}
