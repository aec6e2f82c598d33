import { Pool, type PoolClient } from 'pg'
import { z } from 'zod'
import type { PrismaClient } from '../generated/client.ts'
import { dropUnlessClean, frozenAfterMs } from '../tenant-database/pool.ts'

export interface AdministratorPoolOptions {
  /** The URL of the owner's connection, or of a superuser's. */
  readonly adminUrl: string
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
}

/** Creates a pool of one connection, which limits every wait. */
export function createAdministratorPool(options: AdministratorPoolOptions): Pool {
  const { adminUrl, connectTimeoutMs, statementTimeoutMs } = options
  const pool = new Pool({
    connectionString: adminUrl,
    application_name: 'orderport administration',
    max: 1,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + frozenAfterMs,
    keepAlive: true,
  })
  // A connection that breaks fails its running query, which reports the error.
  pool.on('error', ignoreError)
  pool.on('connect', (client) => client.on('error', ignoreError))
  pool.on('release', (error: Error | null | undefined, client: PoolClient) => {
    if (!error) dropUnlessClean(client, ignoreError)
  })
  return pool
}

function ignoreError(): void {}

/**
 * Creates Prisma's client on the pool. It names the schema in every statement, so it gets the one in which the
 * search_path finds our tables. Imported only now: the service uses this package too, and runs nothing by it.
 */
export async function openPrisma(pool: Pool): Promise<PrismaClient> {
  const [client, adapter] = await Promise.all([import('../generated/client.ts'), import('@prisma/adapter-pg')])
  const { rows } = await pool.query<{ schema: string }>(`
    SELECT nspname AS schema FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE pg_class.oid = to_regclass('tenants')`)
  return new client.PrismaClient({ adapter: new adapter.PrismaPg(pool, rows[0]), errorFormat: 'minimal' })
}

const failedStatement = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalMessage: z.string() }) }) }),
})

/**
 * Returns an error with Postgres's message in place of Prisma's, which is several lines and may quote the values. Every
 * other error is returned unchanged. Prisma's error stays the cause, so its codes are found.
 */
export function toDriverError(error: unknown): unknown {
  if (!(error instanceof Error && error.name.startsWith('PrismaClient'))) return error
  const { data } = failedStatement.safeParse(error)
  const message = data?.meta.driverAdapterError.cause.originalMessage ?? error.message.trim().split('\n').at(-1)
  return new Error(message, { cause: error })
}
