import { DatabaseError, Pool, type PoolClient } from 'pg'
import { refusalReason, unnamedPooler } from '../database-error.ts'
import { isPlanStale } from './prepared-statements.ts'

export interface PoolOptions {
  readonly url: string
  /** The maximum number of connections. */
  readonly poolSize: number
  /** Milliseconds after which Postgres cancels a statement. */
  readonly statementTimeoutMs: number
  /** Milliseconds to wait for a connection, whether a free one of the pool or a new one. */
  readonly connectTimeoutMs: number
  /** Called when an idle connection breaks; the pool replaces it. */
  readonly onError: (error: Error) => void
}

/** Postgres enforces the statement timeout. A server that is this many milliseconds late is considered frozen. */
export const frozenAfterMs = 1000

/** The timeout settings of a connection, in milliseconds. Behind a pooler each transaction sets them instead. */
export function timeouts({ statementTimeoutMs }: Pick<PoolOptions, 'statementTimeoutMs'>) {
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs + frozenAfterMs,
  } as const
}

/**
 * True if the URL leads to a pooler in transaction mode (`pgbouncer=true`, as Prisma spells it, or `prepared`). Each
 * transaction may get another session there, so nothing may be set for longer than a transaction.
 */
export function isPooled(url: string): boolean {
  return ['true', 'prepared'].includes(poolerOf(url) ?? '')
}

/**
 * Returns what to change where a pooler in transaction mode answers that the URL does not name; null where none does.
 * Such a pooler refuses the settings of our sessions, or drops them: then they don't arrive. A pooler that keeps them
 * needs no mention.
 */
export async function missedPooler(
  query: (text: string) => Promise<{ readonly rows: readonly { readonly milliseconds: number }[] }>,
  { url, statementTimeoutMs }: Pick<PoolOptions, 'url' | 'statementTimeoutMs'>,
): Promise<string | null> {
  if (isPooled(url)) return null
  try {
    const { rows } = await query(statementTimeout)
    return rows[0]?.milliseconds === statementTimeoutMs ? null : unnamedPooler
  } catch (error) {
    if (refusalReason(error) === unnamedPooler) return unnamedPooler
    throw error
  }
}

const statementTimeout = "SELECT setting::int AS milliseconds FROM pg_settings WHERE name = 'statement_timeout'"

/** True if a statement may be prepared. Of poolers, only PgBouncer 1.21 and later (`pgbouncer=prepared`) allow it. */
export function mayPrepare(url: string): boolean {
  return !isPooled(url) || poolerOf(url) === 'prepared'
}

function poolerOf(url: string): string | null {
  return new URL(url).searchParams.get('pgbouncer')
}

/** Whatever the database or the role has as its default: our statements rely on seeing what others have committed. */
const readCommitted = 'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED'

/**
 * Creates a pool that limits every wait and survives killed connections. Its connections are pipelined: they send
 * statements without waiting for the answers to earlier ones.
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
  pool.on('connect', (client) => {
    // A connection that breaks while in use fails its query, which reports the error.
    client.on('error', () => undefined)
    // A pooler would give the setting to somebody else's session: there, each transaction begins with it.
    if (!isPooled(options.url)) client.query(readCommitted).catch(() => undefined)
  })
  pool.on('release', (error: Error | null | undefined, client: PoolClient) => {
    if (!error) dropUnlessClean(client, options.onError)
  })
  return pool
}

/**
 * True unless Postgres reported the error of a statement and keeps the session: after a timeout, a cut, or an error
 * that ends the session, `pg` learns only later that the connection is of no use, and the pool would lend it again. A
 * session with a stale plan would refuse the statement for ever.
 */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof DatabaseError) || endsSession(error) || isPlanStale(error)
}

/**
 * SQLSTATEs of errors that end a session: connection exceptions, the intervention of an operator, and time-outs of idle
 * sessions. The severity, which would tell, is in the server's language.
 */
function endsSession({ code = '' }: DatabaseError): boolean {
  return /^(?:08|57P)/.test(code) || code === '25P03'
}

/**
 * Ends a connection that is released inside a transaction, which happens when the ROLLBACK got no answer: it would
 * swallow the next user's writes. The pool drops a connection that is ending.
 */
export function dropUnlessClean(client: PoolClient, onError: (error: Error) => void): void {
  if (client.getTransactionStatus() === 'I') return
  client.end().catch(onError)
}
