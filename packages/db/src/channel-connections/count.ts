import { connectionStatuses, type ConnectionStatus } from '@orderport/domain'
import { storedChoice, storedText, type StoredRecord } from '../columns/stored-value.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'

/** How many connections of a channel are in one state, over all tenants. */
export interface ConnectionCount {
  readonly channel: string
  /** Null for a status that a newer version wrote. */
  readonly status: ConnectionStatus | null
  /** Why they failed last: a code of the catalogue, such as `UPSTREAM_FORBIDDEN`. Null where they didn't. */
  readonly lastError: string | null
  readonly number: number
}

/**
 * Counts the connections of all tenants by a function of the database, which tells the numbers and no tenant. It reads
 * the whole table: not for a request. Throws `DATABASE_UNAVAILABLE` when Postgres is away or not migrated.
 */
export async function countConnections(database: TenantDatabase['withoutTenant']): Promise<readonly ConnectionCount[]> {
  const { rows } = await database.query<StoredRecord>({
    text: 'SELECT * FROM count_connections() ORDER BY channel, status, last_error NULLS FIRST',
  })
  return rows.map((row) => ({
    channel: storedText(row['channel']) ?? '',
    status: storedChoice(row['status'], connectionStatuses),
    lastError: storedText(row['last_error']),
    number: Number(row['number']),
  }))
}
