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
export const frozenAfterMs = 1000

/** What every transaction is limited to where the session can't be: the settings and their values, in milliseconds. */
export function timeouts({ statementTimeoutMs }: Pick<PoolOptions, 'statementTimeoutMs'>) {
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs + frozenAfterMs,
  } as const
}

/**
 * True for a URL that says it leads to a pooler which gives each transaction another session (`pgbouncer=true`, as Prisma has it):
 * nothing may then be set or prepared for longer than a transaction.
 */
export function isPooled(url: string): boolean {
  return new URL(url).searchParams.get('pgbouncer') === 'true'
}

/**
 * A pool on which every wait has an end, and which survives connections that are killed. Its connections send what is
 * asked of them without waiting for answers in between.
 */
export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'orderport',
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs,
    ...(isPooled(options.url) ? {} : timeouts(options)),
    query_timeout: options.statementTimeoutMs + frozenAfterMs,
    keepAlive: true,
    pipeline: true,
  })
  pool.on('error', options.onError)
  // A connection that breaks while it is used fails what was asked of it, which is where it is told.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('release', (error: Error | null | undefined, client: PoolClient) => {
    if (!error) dropUnlessClean(client, options.onError)
  })
  return pool
}

/**
 * A connection that comes back with its transaction open, because the ROLLBACK got no answer, would swallow the next
 * user's writes. The pool drops a connection that is ending.
 */
function dropUnlessClean(client: PoolClient, onError: (error: Error) => void): void {
  if (client.getTransactionStatus() === 'I') return
  client.end().catch(onError)
}
