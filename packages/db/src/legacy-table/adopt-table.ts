/**
 * This folder takes over the table `orders` that was made by hand, while the service that made it goes on using it.
 * Delete the folder once every deployment has applied 20261125140000_clean_references_and_codes, and with it
 * `--keep-access`, the report's `baselined`, `duplicatesMoved` and `rewritten`, and the calls in migrate.ts.
 * docs/adr/0010 tells the whole story.
 *
 * Reading order: adopt-table, take-over (the steps), then a file for each step. `pass` runs the steps that change rows.
 * `clean-rows` comes later: it also cleans databases that earlier versions took over.
 */
import type { Client } from 'pg'
import type { Migration } from '../migrate/migration-files.ts'
import { recordMigration } from '../migrate/migration-history.ts'
import { MigrationError, type MigrationSession } from '../migrate/migration-session.ts'
import { nothingTakenOver, takeOver, type TakeOverReport } from './take-over.ts'

/** The number of migrations that a take-over stands in for: the table, its further columns, one row for each order. */
const takenOver = 3

export interface Adoption extends TakeOverReport {
  /** Migrations recorded as applied without running: what they create is there. */
  readonly baselined: readonly string[]
}

/**
 * If the database has a table `orders` that lacks some of the first three migrations, does their work while others use
 * the table, and records them as applied. Their own files, which run on an empty database, would lock the table for as
 * long as its rows take.
 */
export async function adoptTable(
  session: MigrationSession,
  migrations: readonly Migration[],
  applied: readonly string[],
): Promise<Adoption> {
  const missing = migrations.slice(0, takenOver).filter(({ name }) => !applied.includes(name))
  if (missing.length === 0 || !(await hasLegacyTable(session.client))) return { ...nothingTakenOver, baselined: [] }
  const report = await takeOver(session)
  for (const migration of missing) {
    await recordMigration(session.client, migration, 0)
    session.log(`Adopted the existing table orders: ${migration.name} is recorded as applied.`)
  }
  return { ...report, baselined: missing.map(({ name }) => name) }
}

/** The columns of the table as it was made by hand. */
export const legacyColumns = [
  'id',
  'tenant_id',
  'external_order_id',
  'channel',
  'status',
  'total_amount',
  'currency',
  'order_date',
  'fulfillment_channel',
  'customer_name',
  'customer_email',
  'customer_address',
  'carrier',
  'tracking_code',
  'tracking_url',
  'delivery_status',
  'products',
  'raw_data',
  'created_at',
  'updated_at',
] as const

/**
 * True if the database has the table `orders` that was made by hand. Throws `MigrationError` for another table of that
 * name: our migrations would take it from its owner.
 */
async function hasLegacyTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT attname AS name FROM pg_attribute
    WHERE attrelid = to_regclass('orders') AND attnum > 0 AND NOT attisdropped`)
  if (rows.length === 0) return false
  const present = new Set(rows.map((row) => row.name))
  const missing = legacyColumns.filter((column) => !present.has(column))
  if (missing.length > 0) {
    throw new MigrationError(
      `The database has a table "orders" that is not the one to adopt: it has no column ${missing.join(', ')}. Nothing was changed.`,
    )
  }
  return true
}
