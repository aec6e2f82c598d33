import type { TenantId } from '@orderport/domain'
import { PrismaPg } from '@prisma/adapter-pg'
import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { Prisma, PrismaClient } from '../generated/client.ts'
import { createPool, isPooled, mayPrepare, timeouts, type PoolOptions } from './pool.ts'
import { beginWith } from './transaction.ts'

/**
 * The database as one tenant sees it: row-level security hides every other row, and refuses to write one.
 * Throws `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export interface TenantScope {
  /** Runs one statement in a transaction of its own. A statement with a `name` is prepared. */
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>
  /** Runs Prisma's statements in one transaction, READ COMMITTED and in UTC. */
  transaction<T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T>
}

export type WithTenant = (tenantId: TenantId) => TenantScope

/** The service's connections: every statement is scoped to a tenant, or to none. */
export interface TenantDatabase {
  readonly withTenant: WithTenant
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
  const prepares = mayPrepare(options.url)
  const limits: Readonly<Record<string, number>> = isPooled(options.url) ? timeouts(options) : {}
  const { connectTimeoutMs, statementTimeoutMs } = options
  const transactionOptions = {
    // Longer than the pool's own timeout, so that reads and writes fail with the same error when no connection is free.
    maxWait: connectTimeoutMs + statementTimeoutMs + 2000,
    timeout: 3 * statementTimeoutMs,
    isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted,
  }

  /** Sends BEGIN, the statement and COMMIT together: they cost one round trip. */
  async function query<Row extends QueryResultRow>(scope: string, statement: QueryConfig): Promise<QueryResult<Row>> {
    const { name, ...unnamed } = statement
    const client = await pool.connect()
    try {
      const [begun, answered, ended] = await Promise.allSettled([
        client.query(beginWith({ 'orderport.tenant_id': scope, ...limits })),
        client.query<Row>(prepares && name !== undefined ? statement : unnamed),
        client.query('COMMIT'),
      ])
      if (begun.status === 'rejected') throw begun.reason
      if (answered.status === 'rejected') throw answered.reason
      if (ended.status === 'rejected') throw ended.reason
      return answered.value
    } finally {
      client.release()
    }
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
      transaction: (work) => withDatabase(() => transaction(tenantId, work)),
    }),
    withoutTenant: { query: (statement) => withDatabase(() => query('', statement)) },
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
