import { runtimeRole as defaultRole, studioRole } from '../runtime-role-check.ts'
import { baseline } from './baseline.ts'
import { alterOrders, briefly } from './beside-others.ts'
import { checkKeptRoles, keepAccess } from './keep-access.ts'
import { MigrationError } from './migration-error.ts'
import { readMigrations, type Migration } from './migration-files.ts'
import { readHistory, recordMigration } from './migration-history.ts'
import { openMigrationSession, type MigrationSession } from './migration-session.ts'
import { usualPatience, type Patience } from './patience.ts'
import { ensureRuntimeRole, grantRights } from './runtime-role.ts'
import { ensureStudioRole } from './studio-role.ts'
import type { Rewritten } from './take-over/rewrite-rows.ts'

export interface MigrateOptions {
  /** The owner's connection. */
  readonly adminUrl: string
  /** The group role that gets the service's rights. */
  readonly runtimeRole?: string
  /** Roles that see every row of `orders` until a run that does not name them: the service before this one. */
  readonly keepAccess?: readonly string[]
  /** How long to wait for tables that others are using; about five minutes. */
  readonly patience?: Patience
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
  /** Rows that this run rewrote when it took over the table `orders`. */
  readonly rewritten: Rewritten
}

/**
 * Brings the database to the newest migration, and gives the service's role its rights. A table `orders` that was made by
 * hand is taken over while it is used, and the migrations that would have made it are recorded and not run. Each migration
 * is one transaction and each step of a take-over can be repeated, so a run that was killed is simply run again; two at
 * once wait for each other. No table is locked against others for longer than a moment.
 * Throws `MigrationError` when the history is not ours to continue, a migration fails, or others do not let go of a table;
 * what is then applied stays.
 */
export async function migrate({
  adminUrl,
  runtimeRole = defaultRole,
  keepAccess: keptRoles = [],
  patience = usualPatience,
  log = () => undefined,
}: MigrateOptions): Promise<MigrationReport> {
  const migrations = await readMigrations()
  await using session = await openMigrationSession({ adminUrl, patience, log })
  const { client } = session
  await checkKeptRoles(session, keptRoles, runtimeRole)
  if (await ensureRuntimeRole(client, runtimeRole)) log(`Created the role ${runtimeRole}.`)
  const unchanged = await readHistory(client, migrations)
  const { baselined, ...takenOver } = await baseline(session, migrations, unchanged)
  const done = new Set([...unchanged, ...baselined])
  const pending = migrations.filter(({ name }) => !done.has(name))
  // Before a migration can hide rows from them: there is no moment in which they see none.
  if (done.size > 0 && keptRoles.length > 0) await keepAccess(session, keptRoles)
  for (const migration of pending) {
    await apply(session, migration, done.size > 0 ? alterOrders : briefly)
    log(`Applied ${migration.name}.`)
  }
  await keepAccess(session, keptRoles)
  await grantRights(client, runtimeRole)
  for (const hint of await ensureStudioRole(session, studioRole)) log(hint)
  if (pending.length === 0) log('The database is up to date.')
  return { baselined, applied: pending.map(({ name }) => name), unchanged, ...takenOver }
}

async function apply(session: MigrationSession, migration: Migration, carefully: typeof briefly): Promise<void> {
  const { client } = session
  try {
    await carefully(session, `apply ${migration.name}`, async () => {
      await client.query(migration.sql)
      await recordMigration(client, migration, 1)
    })
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`The migration ${migration.name} failed and was rolled back: ${reason}`, { cause: error })
  }
}
