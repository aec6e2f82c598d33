import type { TenantId } from '@orderport/domain'
import { PrismaPg } from '@prisma/adapter-pg'
import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { Prisma, PrismaClient } from '../generated/client.ts'
import { beginWith } from './begin.ts'
import { createPool, isPooled, timeouts, type PoolOptions } from './pool.ts'

/** The rows of one tenant: nothing else is visible or can be written. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface TenantScope {
  /** Runs one statement in a transaction of its own. A `name` makes it a prepared one. */
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>
  /** Runs Prisma's statements in one transaction, which is READ COMMITTED and reckons in UTC. */
  transaction<T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T>
}

export type WithTenant = (tenantId: TenantId) => TenantScope

/** The only way to a connection. */
export interface Door {
  readonly withTenant: WithTenant
  /** For what belongs to no tenant; of the tenants' tables it sees nothing. */
  readonly withoutTenant: Pick<TenantScope, 'query'>
  close(): Promise<void>
}

/**
 * Opens the door: one pool, which Prisma shares. Each statement runs in a transaction that names its tenant, and the name ends
 * with the transaction, so no session remembers it, whatever pooler lies between.
 */
export function openDoor(options: PoolOptions): Door {
  const pool = createPool(options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' })
  const pooled = isPooled(options.url)
  const limits: Readonly<Record<string, number>> = pooled ? timeouts(options) : {}
  const { connectTimeoutMs, statementTimeoutMs } = options
  const transactionOptions = {
    // The pool's own timeout comes first, so that a wait for a connection ends in the same error for reads and writes.
    maxWait: connectTimeoutMs + statementTimeoutMs + 2000,
    timeout: 3 * statementTimeoutMs,
    isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted,
  }

  /** Three messages that are sent together: the beginning, the statement and the end cost one round trip. */
  async function query<Row extends QueryResultRow>(scope: string, statement: QueryConfig): Promise<QueryResult<Row>> {
    const { name, ...unnamed } = statement
    const client = await pool.connect()
    try {
      const [begun, answered, ended] = await Promise.allSettled([
        client.query(beginWith({ 'orderport.tenant_id': scope, ...limits })),
        client.query<Row>(pooled || name === undefined ? unnamed : statement),
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
