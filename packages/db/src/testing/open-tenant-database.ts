import type { PoolOptions } from '../tenant-database/pool.ts'
import { createTenantDatabase, type TenantDatabase } from '../tenant-database/tenant-database.ts'

/** Creates a tenant database with one connection and a test's timeouts. Broken idle connections are ignored. */
export function openTenantDatabase(url: string, options: Partial<Omit<PoolOptions, 'url'>> = {}): TenantDatabase {
  return createTenantDatabase({
    url,
    poolSize: 1,
    statementTimeoutMs: 5000,
    connectTimeoutMs: 2000,
    onError: () => undefined,
    ...options,
  })
}
