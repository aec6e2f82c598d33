import { importStates, type ImportState } from '@orderport/domain'
import { storedChoice, type StoredRecord } from '../columns/stored-value.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'

/** How many imports of many orders are in one state, and what became of their orders, over all tenants. */
export interface ImportCount {
  /** Null for a state that a newer version wrote. */
  readonly state: ImportState | null
  readonly number: number
  readonly stored: number
  readonly unchanged: number
  readonly failed: number
}

/**
 * Counts the imports of all tenants by a function of the database, which tells the numbers and no tenant. It reads the
 * whole table: not for a request. Throws `DATABASE_UNAVAILABLE` when Postgres is away or not migrated.
 */
export async function countImports(database: TenantDatabase['withoutTenant']): Promise<readonly ImportCount[]> {
  const { rows } = await database.query<StoredRecord>({ text: 'SELECT * FROM count_imports() ORDER BY state' })
  return rows.map((row) => ({
    state: storedChoice(row['state'], importStates),
    number: Number(row['number']),
    stored: Number(row['stored']),
    unchanged: Number(row['unchanged']),
    failed: Number(row['failed']),
  }))
}
