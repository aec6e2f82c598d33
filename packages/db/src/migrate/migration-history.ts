import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import type { Migration } from './migration-files.ts'
import { MigrationError } from './migration-session.ts'

/** Prisma Migrate's own table, so that its commands agree with ours. */
const createHistory = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`

interface HistoryRow {
  readonly migration_name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * Returns the names of the applied migrations, and creates the history table if it is missing.
 * Throws `MigrationError` if the history is not ours to continue.
 */
export async function readHistory(client: Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query(createHistory)
  const { rows } = await client.query<HistoryRow>(`
    SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
    FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`)
  for (const row of rows) refuseForeign(row, migrations)
  return rows.map((row) => row.migration_name)
}

function refuseForeign(
  { migration_name: name, checksum, finished }: HistoryRow,
  migrations: readonly Migration[],
): void {
  const ours = migrations.find((migration) => migration.name === name)
  if (ours === undefined) {
    throw new MigrationError(
      `The database has a migration that this version does not know: ${name}. A newer version, or another application, migrated it.`,
    )
  }
  if (!finished) {
    throw new MigrationError(
      `The migration ${name} failed half-way under another tool. Repair the database, then run: prisma migrate resolve --rolled-back ${name}`,
    )
  }
  if (ours.checksum !== checksum) {
    throw new MigrationError(
      `The migration ${name} was changed after it was applied. Restore its file: a change is a new migration.`,
    )
  }
}

/** Records a migration as applied, within the transaction that applies it. */
export async function recordMigration(client: Client, { name, checksum }: Migration, steps: 0 | 1): Promise<void> {
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), $4)`,
    [randomUUID(), checksum, name, steps],
  )
}

/** Returns which of the `names` the database does not have yet. Only reads, as the service's own role may. */
export async function pendingMigrations(
  database: TenantDatabase['withoutTenant'],
  names: readonly string[],
): Promise<string[]> {
  const applied = await appliedMigrations(database)
  return names.filter((name) => !applied.has(name))
}

async function appliedMigrations(database: TenantDatabase['withoutTenant']): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await database.query<Pick<HistoryRow, 'migration_name'>>({
      text: `SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    })
    return new Set(rows.map((row) => row.migration_name))
  } catch (error) {
    if (sqlState(error) === sqlStates.undefinedTable) return new Set()
    throw error
  }
}
