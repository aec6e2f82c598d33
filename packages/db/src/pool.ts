import { Pool, type PoolClient } from 'pg'

export interface PoolOptions {
  readonly url: string
  /** Connections at most. */
  readonly poolSize: number
  /** Milliseconds after which Postgres gives a statement up. */
  readonly statementTimeoutMs: number
  /** Milliseconds to wait for a connection: for a free one of the pool, or for a new one. */
  readonly connectTimeoutMs: number
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError: (error: Error) => void
}

/** Postgres enforces the statement timeout; past it by this much, the server is taken for frozen. */
const frozenAfterMs = 1000

/** A pool on which every wait has an end, and which survives connections that are killed. */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'orderport',
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + frozenAfterMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs + frozenAfterMs,
    keepAlive: true,
    verify: prepareSession,
  })
  pool.on('error', options.onError)
  pool.on('release', (error: Error | null | undefined, client: PoolClient) => {
    if (!error) dropUnlessClean(client, options.onError)
  })
  return pool
}

/**
 * UTC: Prisma's adapter sends dates without an offset and drops the offset of those that it reads: both are right in a session
 * in UTC alone. READ COMMITTED: the stores rely on seeing the row that won a race. A server, a database or a role may be
 * configured otherwise.
 */
function prepareSession(client: PoolClient, ready: (error?: Error) => void): void {
  client.query(sessionSettings).then(() => ready(), ready)
}

const sessionSettings = "SET TIME ZONE 'UTC'; SET default_transaction_isolation = 'read committed'"

/**
 * A connection that comes back with its transaction open, because the ROLLBACK got no answer, would swallow the next
 * user's writes. The pool drops a connection that is ending.
 */
function dropUnlessClean(client: PoolClient, onError: (error: Error) => void): void {
  if (client.getTransactionStatus() === 'I') return
  client.end().catch(onError)
}
