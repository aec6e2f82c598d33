import type { TenantId } from '@orderport/domain'
import { PrismaPg } from '@prisma/adapter-pg'
import type { PoolClient, QueryConfig, QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { Prisma, PrismaClient } from '../generated/client.ts'
import { runPooled } from './pooled-transaction.ts'
import { createPool, isConnectionLost, isPooled, mayPrepare, timeouts, type PoolOptions } from './pool.ts'
import { runScoped, type AnyResult, type ScopedStatement, type StatementResult } from './scoped-transaction.ts'
import { createSharedConnections } from './shared-connections.ts'

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
  /** Runs Prisma's statements in one transaction, READ COMMITTED and in UTC. */
  transaction<T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T>
}

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
  close(): Promise<void>
}

/**
 * Creates one pool, which Prisma shares; it connects when first used. Each statement runs in a transaction that names
 * its tenant. The name ends with the transaction, so no session keeps it, whatever pooler is in between.
 */
export function createTenantDatabase(options: PoolOptions): TenantDatabase {
  const pool = createPool(options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' })
  const limits: Readonly<Record<string, number>> = isPooled(options.url) ? timeouts(options) : {}
  const { connectTimeoutMs, statementTimeoutMs } = options
  const transactionOptions = {
    // Longer than the pool's own timeout, so that reads and writes fail with the same error when no connection is free.
    maxWait: connectTimeoutMs + statementTimeoutMs + 2000,
    timeout: 3 * statementTimeoutMs,
    isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted,
  }
  const withSharedConnection = createSharedConnections(pool)
  const pooled = { limits, prepares: mayPrepare(options.url) }
  const run = isPooled(options.url)
    ? (client: PoolClient, statements: readonly ScopedStatement[]) => runPooled(client, statements, pooled)
    : runScoped

  async function runAlone(statements: readonly ScopedStatement[]): Promise<readonly AnyResult[]> {
    const client = await pool.connect()
    try {
      const results = await run(client, statements)
      client.release()
      return results
    } catch (error) {
      client.release(isConnectionLost(error))
      throw error
    }
  }

  async function query(scope: string, statement: QueryConfig): Promise<AnyResult> {
    return onlyResult(await runAlone([{ scope, statement }]))
  }

  async function lookUp(scope: string, statement: QueryConfig): Promise<AnyResult> {
    return onlyResult(await withSharedConnection((client) => run(client, [{ scope, statement }])))
  }

  function transaction<T>(scope: string, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return prisma.$transaction(async (tx) => {
      const settings = Object.entries<string | number>({
        'orderport.tenant_id': scope,
        TimeZone: 'UTC',
        ...limits,
      }).map(([name, value]) => Prisma.sql`set_config(${name}, ${String(value)}, true)`)
      await tx.$queryRaw`SELECT ${Prisma.join(settings)}`
      return work(tx)
    }, transactionOptions)
  }

  return {
    withTenant: (tenantId) => ({
      query: (statement) => withDatabase(() => query(tenantId, statement)),
      lookUp: (statement) => withDatabase(() => lookUp(tenantId, statement)),
      transaction: (work) => withDatabase(() => transaction(tenantId, work)),
    }),
    async together(statements) {
      await withDatabase(() => runAlone(statements.map(({ tenantId, statement }) => ({ scope: tenantId, statement }))))
    },
    withoutTenant: { query: (statement) => withDatabase(() => query('', statement)) },
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

function onlyResult([result]: readonly AnyResult[]): AnyResult {
  if (result === undefined) throw new Error('A statement was answered without a result.')
  return result
}
