import { Client } from 'pg'
import { sqlState } from '../database-error.ts'
import { MigrationError } from './migration-error.ts'

/** The key of Prisma Migrate's own advisory lock, so that its commands wait for ours, and ours for them. */
const lockKey = 72_707_369

const connectTimeoutMs = 10_000
const longestStatementMs = 30 * 60_000
const longestWaitForOthersMs = 10 * 60_000
/** While a migration waits for a table, everybody else waits behind it: better to give up and be run again. */
const longestWaitForTableMs = 30_000

export interface MigrationSession extends AsyncDisposable {
  readonly client: Client
}

/** A connection of its own that holds the lock of migrations until it is disposed of. One holder a database. */
export async function openMigrationSession(adminUrl: string): Promise<MigrationSession> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'orderport migrate',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: longestStatementMs,
    query_timeout: longestStatementMs + 1000,
    lock_timeout: longestWaitForOthersMs,
  })
  // A connection that breaks also fails the query that is running, which is where it is reported.
  client.on('error', () => undefined)
  await client.connect()
  const session = { client, [Symbol.asyncDispose]: () => client.end() }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey])
    await client.query(`SET lock_timeout = ${longestWaitForTableMs}`)
    return session
  } catch (error) {
    await client.end()
    if (sqlState(error) !== lockNotAvailable) throw error
    throw new MigrationError('Another migration of this database has been running for ten minutes.', { cause: error })
  }
}

const lockNotAvailable = '55P03'
