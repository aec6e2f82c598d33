import { DomainError, noTracer, type TenantId, type Tracer } from '@orderport/domain'
import type { PoolClient, QueryConfig, QueryResultRow } from 'pg'
import type { StoredRecord } from '../columns/stored-value.ts'
import { withDatabase, type DatabaseWatcher } from '../database-error.ts'
import { runPooled } from './pooled-transaction.ts'
import { createPool, isConnectionLost, isPooled, mayPrepare, timeouts, type PoolOptions } from './pool.ts'
import { isPlanStale, unprepared } from './prepared-statements.ts'
import { runScoped, type AnyResult, type ScopedStatement, type StatementResult } from './scoped-transaction.ts'
import { createSharedConnections } from './shared-connections.ts'
import { beginWith } from './transaction.ts'

/**
 * The database as one tenant sees it: row-level security hides every other row, and refuses to write one.
 * Throws `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export interface TenantScope {
  /** Runs one statement in a transaction of its own. A statement with a `name` is prepared. */
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<StatementResult<Row>>
  /**
   * Does the same for a read of a few rows by their key, on a connection that it may share with other such reads: it
   * must neither take long nor wait for a lock.
   */
  lookUp<Row extends QueryResultRow>(statement: QueryConfig): Promise<StatementResult<Row>>
  /** Runs statements one after another in one transaction, in one round trip. Returns the rows of each. */
  queryTogether(statements: readonly Statement[]): Promise<readonly (readonly StoredRecord[])[]>
  /**
   * Runs statements in one transaction, READ COMMITTED: all of them are committed, or nothing. Unlike `query`, a write
   * is not committed when the connection breaks before its answer arrives. The work is run again where a table has
   * changed under a prepared statement.
   */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
}

/** A statement and its values. One with a `name` is prepared. */
export type Statement = QueryConfig

/** Runs one statement of a transaction. */
export type Query = TenantScope['query']

export type WithTenant = (tenantId: TenantId) => TenantScope

/** A statement of one tenant among those of others. */
interface TenantStatement {
  readonly tenantId: TenantId
  readonly statement: QueryConfig
}

/** The service's connections: every statement is scoped to a tenant, or to none. */
export interface TenantDatabase {
  readonly withTenant: WithTenant
  /** Runs statements of several tenants in one transaction, each as its tenant: all of them are committed, or none. */
  readonly together: (statements: readonly TenantStatement[]) => Promise<void>
  /** For tables that belong to no tenant. The tenants' tables look empty here. */
  readonly withoutTenant: Pick<TenantScope, 'query'>
  poolUse(): PoolUse
  close(): Promise<void>
}

/** How a pool of connections is used at the moment. */
export interface PoolUse {
  /** The most connections that it may have. */
  readonly size: number
  readonly open: number
  /** Those of the open ones that somebody uses. */
  readonly inUse: number
  /** Statements and transactions that wait for a connection. */
  readonly waiting: number
}

export interface TenantDatabaseOptions extends PoolOptions {
  readonly watcher?: DatabaseWatcher | undefined
  readonly tracer?: Tracer | undefined
}

/**
 * Creates one pool, which connects when first used. Each statement runs in a transaction that names its tenant. The
 * name ends with the transaction, so no session keeps it, whatever pooler is in between.
 */
export function createTenantDatabase(options: TenantDatabaseOptions): TenantDatabase {
  const { watcher, tracer = noTracer } = options
  const pool = createPool(options)
  const limits: Readonly<Record<string, number>> = isPooled(options.url) ? timeouts(options) : {}
  const withSharedConnection = createSharedConnections(pool)
  const prepares = mayPrepare(options.url)
  const run = isPooled(options.url)
    ? (client: PoolClient, statements: readonly ScopedStatement[]) =>
        runPooled(client, statements, { limits, prepares })
    : runScoped

  async function runAlone(statements: readonly ScopedStatement[]): Promise<readonly AnyResult[]> {
    const client = await pool.connect()
    try {
      const results = await run(client, statements)
      client.release()
      return results
    } catch (error) {
      client.release(isConnectionLost(error))
      if (isPlanStale(error)) return await runAlone(statements.map(withoutName))
      throw error
    }
  }

  async function query(scope: string, statement: QueryConfig): Promise<AnyResult> {
    return onlyResult(await runAlone([{ scope, statement }]))
  }

  async function lookUp(scope: string, statement: QueryConfig): Promise<AnyResult> {
    try {
      return onlyResult(await withSharedConnection((client) => run(client, [{ scope, statement }])))
    } catch (error) {
      if (isPlanStale(error)) return await query(scope, unprepared(statement))
      throw error
    }
  }

  async function queryTogether(scope: string, statements: readonly Statement[]) {
    const results = await runAlone(statements.map((statement) => ({ scope, statement })))
    return results.map(({ rows }) => rows)
  }

  async function transaction<T>(scope: string, work: (query: Query) => Promise<T>, isPrepared = prepares): Promise<T> {
    const client = await pool.connect()
    try {
      const begin = beginWith({ 'orderport.tenant_id': scope, ...limits })
      // `pg` prepares these statements, and knows nothing of those that `query` has prepared on the same connection.
      const query: Query = ({ name, ...unnamed }) =>
        client.query(isPrepared && name !== undefined ? { ...unnamed, name: `transaction_${name}` } : unnamed)
      // The first statement of the work doesn't wait for the answer to BEGIN. COMMIT waits for the whole work.
      const [begun, worked] = await Promise.allSettled([client.query(begin), work(query)])
      if (begun.status === 'rejected') throw begun.reason
      if (worked.status === 'rejected') throw worked.reason
      await client.query('COMMIT')
      client.release()
      return worked.value
    } catch (error) {
      // The work's own refusals say nothing of the connection. A session that was killed answers once more.
      const mayAnswer = DomainError.is(error) || !isConnectionLost(error)
      const isClean =
        mayAnswer &&
        (await client.query('ROLLBACK').then(
          () => true,
          () => false,
        ))
      client.release(!isClean)
      if (isPlanStale(error)) return await transaction(scope, work, false)
      throw error
    }
  }

  const watched = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    withDatabase(() => tracer.span(name, postgres, work), watcher)
  return {
    withTenant: (tenantId) => ({
      query: (statement) => watched(nameOf(statement), () => query(tenantId, statement)),
      lookUp: (statement) => watched(nameOf(statement), () => lookUp(tenantId, statement)),
      queryTogether: (statements) =>
        watched(statements.map(nameOf).join(', '), () => queryTogether(tenantId, statements)),
      transaction: (work) => watched('transaction', () => transaction(tenantId, work)),
    }),
    async together(statements) {
      await watched('statements of several tenants', () =>
        runAlone(statements.map(({ tenantId, statement }) => ({ scope: tenantId, statement }))),
      )
    },
    withoutTenant: { query: (statement) => watched(nameOf(statement), () => query('', statement)) },
    poolUse() {
      const { totalCount: open, idleCount, waitingCount: waiting } = pool
      return { size: options.poolSize, open, inUse: open - idleCount, waiting }
    },
    async close() {
      await pool.end()
    },
  }
}

/** A statement that isn't prepared has no plan that could be stale: a second attempt is the last one. */
function withoutName({ scope, statement }: ScopedStatement): ScopedStatement {
  return { scope, statement: unprepared(statement) }
}

const postgres = { 'db.system.name': 'postgresql' }

/** Returns what a trace calls a statement: its name, else its verb. Never its text, which may be of any length. */
function nameOf({ name, text }: QueryConfig): string {
  return name ?? /^\s*([A-Za-z]+)/.exec(text)?.[1]?.toUpperCase() ?? 'statement'
}

function onlyResult([result]: readonly AnyResult[]): AnyResult {
  if (result === undefined) throw new Error('A statement was answered without a result.')
  return result
}
