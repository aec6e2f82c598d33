import type { Client } from 'pg'
import { runtimeRole as defaultRole, studioRole } from '../runtime-role-check.ts'
import { countDuplicates, hasDeployedTable } from './existing-table.ts'
import { MigrationError } from './migration-error.ts'
import { readMigrations, type Migration } from './migration-files.ts'
import { readHistory, recordMigration } from './migration-history.ts'
import { openMigrationSession } from './migration-session.ts'
import { ensureGroupRole } from './group-role.ts'
import { grantRights } from './runtime-role.ts'
import { ensureStudioRole } from './studio-role.ts'

export interface MigrateOptions {
  /** The owner's connection. */
  readonly adminUrl: string
  /** The group role that gets the service's rights. */
  readonly runtimeRole?: string
  /** Told of each step, one English line each. */
  readonly log?: (line: string) => void
}

export interface MigrationReport {
  /** Recorded as applied without running: what it makes was already there. */
  readonly baselined: readonly string[]
  readonly applied: readonly string[]
  /** Applied by an earlier run. */
  readonly unchanged: readonly string[]
  /** Rows that this run moved to `orders_duplicates`, because a fuller row of the same order stays. */
  readonly duplicatesMoved: number
}

/**
 * Brings the database to the newest migration, and gives the service's role its rights. A database whose table `orders` was
 * made by hand is adopted: the first migration, which is that table, is recorded and not run. Each migration is one
 * transaction, so a run that was killed is simply run again; two at once wait for each other.
 * Throws `MigrationError` when the history is not ours to continue or a migration fails; what is then applied stays.
 */
export async function migrate({
  adminUrl,
  runtimeRole = defaultRole,
  log = () => undefined,
}: MigrateOptions): Promise<MigrationReport> {
  const migrations = await readMigrations()
  await using session = await openMigrationSession(adminUrl)
  const { client } = session
  if (await makeRuntimeRole(client, runtimeRole)) log(`Created the role ${runtimeRole}.`)
  const unchanged = await readHistory(client, migrations)
  const movedBefore = await countDuplicates(client)
  const baselined = unchanged.length === 0 ? await baseline(client, migrations) : []
  for (const name of baselined) log(`Adopted the existing table orders: ${name} is recorded as applied.`)
  const done = new Set([...unchanged, ...baselined])
  const pending = migrations.filter(({ name }) => !done.has(name))
  for (const migration of pending) {
    await apply(client, migration)
    log(`Applied ${migration.name}.`)
  }
  await grantRights(client, runtimeRole)
  for (const hint of await ensureStudioRole(client, studioRole)) log(hint)
  const duplicatesMoved = (await countDuplicates(client)) - movedBefore
  if (duplicatesMoved > 0) log(`Moved ${duplicatesMoved} duplicate rows of orders to orders_duplicates.`)
  if (pending.length === 0) log('The database is up to date.')
  return { baselined, applied: pending.map(({ name }) => name), unchanged, duplicatesMoved }
}

/** True if it had to be made. Throws, with the statement to run by hand, when it is missing and our login may not make it. */
async function makeRuntimeRole(client: Client, role: string): Promise<boolean> {
  const made = await ensureGroupRole(client, role)
  if (made.outcome !== 'forbidden') return made.outcome === 'created'
  throw new MigrationError(
    `The role ${role} is missing and this login may not make it. As a role with CREATEROLE, run: ${made.statement}; then migrate again.`,
    { cause: made.cause },
  )
}

/** Records the first migration as applied if its table is there; gives its name then. */
async function baseline(client: Client, [first]: readonly Migration[]): Promise<readonly string[]> {
  if (first === undefined || !(await hasDeployedTable(client))) return []
  await recordMigration(client, first, 0)
  return [first.name]
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(migration.sql)
    await recordMigration(client, migration, 1)
    await client.query('COMMIT')
  } catch (error) {
    // Closing the connection rolls back too; this only frees the tables sooner.
    await client.query('ROLLBACK').catch(() => undefined)
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`The migration ${migration.name} failed and was rolled back: ${reason}`, { cause: error })
  }
}
