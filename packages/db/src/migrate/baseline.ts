import { hasDeployedTable } from './existing-table.ts'
import type { Migration } from './migration-files.ts'
import { recordMigration } from './migration-history.ts'
import type { MigrationSession } from './migration-session.ts'
import { nothingTakenOver, takeOver, type TakeOverReport } from './take-over/take-over.ts'

/** The migrations that a take-over stands in for: the table itself, its further columns, one row for each order. */
const takenOver = 3

export interface Baseline extends TakeOverReport {
  /** Recorded as applied without running: what they make is there. */
  readonly baselined: readonly string[]
}

/**
 * If the database has a table `orders` that the first three migrations have not been at, does their work beside those who
 * use it, and records them. Their files would lock the table for as long as its rows take; on an empty database they run.
 */
export async function baseline(
  session: MigrationSession,
  migrations: readonly Migration[],
  applied: readonly string[],
): Promise<Baseline> {
  const missing = migrations.slice(0, takenOver).filter(({ name }) => !applied.includes(name))
  if (missing.length === 0 || !(await hasDeployedTable(session.client))) return { ...nothingTakenOver, baselined: [] }
  const report = await takeOver(session)
  for (const migration of missing) {
    await recordMigration(session.client, migration, 0)
    session.log(`Adopted the existing table orders: ${migration.name} is recorded as applied.`)
  }
  return { ...report, baselined: missing.map(({ name }) => name) }
}
