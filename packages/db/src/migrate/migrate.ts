import { runtimeRole as defaultRole, studioRole } from '../database-roles.ts'
import { adoptTable } from '../legacy-table/adopt-table.ts'
import { cleanedBefore, cleanRows, nothingCleaned, type CleanedRows } from '../legacy-table/clean-rows.ts'
import { hideRows, showEveryRow } from '../legacy-table/every-row-policy.ts'
import { checkLegacyRoles, endsLegacyAccess, setLegacyRoles } from '../legacy-table/legacy-role-policy.ts'
import { replaceKey } from '../legacy-table/replace-key.ts'
import type { RewrittenRows } from '../legacy-table/rewrite-rows.ts'
import { ensureJobTables } from './job-tables.ts'
import { alterOrders, withShortLock } from './lock-retries.ts'
import { defaultLockRetries, type LockRetryPolicy } from './lock-retry-policy.ts'
import { readMigrations, type Migration } from './migration-files.ts'
import { readHistory, recordMigration } from './migration-history.ts'
import { MigrationError, openMigrationSession, stays, type MigrationSession } from './migration-session.ts'
import { mayHaveOrders, prepareMigration } from './prepare-migration.ts'
import { ensureRuntimeRole, grantRights } from './runtime-role.ts'
import { ensureSearchRole } from './search-role.ts'
import { ensureStudioRole } from './studio-role.ts'

export interface MigrateOptions {
  /** The URL of the owner's connection. */
  readonly adminUrl: string
  /** The group role that gets the service's rights. */
  readonly runtimeRole?: string
  /** Roles of the legacy service: they see every row of `orders` until a run that does not name them. */
  readonly keepAccess?: readonly string[]
  /** How long to wait for tables that others are using; by default about five minutes. */
  readonly lockRetries?: LockRetryPolicy
  /** Called with one English line for each step. */
  readonly log?: (line: string) => void
}

export interface MigrationReport {
  /** Migrations recorded as applied without running, because the legacy table already has what they create. */
  readonly baselined: readonly string[]
  readonly applied: readonly string[]
  /** Migrations that an earlier run applied. */
  readonly unchanged: readonly string[]
  /** How many rows this run moved to `orders_duplicates`, because a fuller row of the same order stays. */
  readonly duplicatesMoved: number
  /** How many rows of earlier services this run rewrote, and why. */
  readonly rewritten: RewrittenRows & Omit<CleanedRows, 'moved'>
}

/**
 * Migrates the database to the newest version, and grants the service's role its rights. A table `orders` that was made
 * by hand is taken over while it is in use, and the migrations that would have created it are recorded without running.
 * Each migration is one transaction and each step of the take-over can be repeated, so a killed run is simply run
 * again. Two runs at once wait for each other. No table is locked against others for longer than a moment.
 * Throws `MigrationError` when the history is not ours to continue, when a migration fails, or when others keep a table
 * locked; migrations that were applied stay.
 */
export async function migrate({
  adminUrl,
  runtimeRole = defaultRole,
  keepAccess: legacyRoles = [],
  lockRetries = defaultLockRetries,
  log = () => undefined,
}: MigrateOptions): Promise<MigrationReport> {
  const migrations = await readMigrations()
  await using session = await openMigrationSession({ adminUrl, lockRetries, log })
  const { client } = session
  await checkLegacyRoles(session, legacyRoles, runtimeRole)
  if (await ensureRuntimeRole(client, runtimeRole)) log(`Created the role ${runtimeRole}.`)
  const unchanged = await readHistory(client, migrations)
  const { baselined, duplicatesMoved, rewritten } = await adoptTable(session, migrations, unchanged)
  const done = new Set([...unchanged, ...baselined])
  const pending = migrations.filter(({ name }) => !done.has(name))
  // Before a migration can hide rows from the legacy service, so that it never misses any.
  if (done.size > 0 && legacyRoles.length > 0) await setLegacyRoles(session, legacyRoles)
  let cleaned: CleanedRows | null = null
  for (const migration of pending) {
    if (await mayHaveOrders(client)) cleaned = (await prepare(session, migration)) ?? cleaned
    await apply(session, migration, done.size > 0 ? alterOrders : withShortLock)
    if (migration.name === readsEveryRow) await hideRows(session)
    log(`Applied ${migration.name}.`)
  }
  // Once more, for what the legacy service has written since.
  if (await endsLegacyAccess(session, legacyRoles)) cleaned ??= await cleanRows(session)
  await hideRows(session)
  await setLegacyRoles(session, legacyRoles)
  await replaceKey(session)
  await grantRights(client, runtimeRole)
  await ensureJobTables(session, runtimeRole)
  for (const hint of await ensureStudioRole(session, studioRole)) log(hint)
  for (const hint of await ensureSearchRole(session, runtimeRole)) log(hint)
  if (pending.length === 0) log('The database is up to date.')
  const { moved, ...rewrittenLater } = cleaned ?? nothingCleaned
  return {
    baselined,
    applied: pending.map(({ name }) => name),
    unchanged,
    duplicatesMoved: duplicatesMoved + moved,
    rewritten: { ...rewritten, ...rewrittenLater },
  }
}

/** The migration whose file reads the rows of every tenant. */
const readsEveryRow = '20261125211000_order_counts_of_older_rows'

/**
 * Does what the migration's file can't do while others use the table. Returns what it did to rows, or null where there
 * was nothing to do.
 */
async function prepare(session: MigrationSession, migration: Migration): Promise<CleanedRows | null> {
  try {
    await prepareMigration(session, migration)
    if (migration.name === readsEveryRow) await showEveryRow(session)
    return migration.name === cleanedBefore ? await cleanRows(session) : null
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`Preparing ${migration.name} stopped: ${reason}. ${stays}.`, { cause: error })
  }
}

async function apply(session: MigrationSession, migration: Migration, withLock: typeof withShortLock): Promise<void> {
  const { client } = session
  try {
    await withLock(session, `apply ${migration.name}`, async () => {
      await client.query(migration.sql)
      await recordMigration(client, migration, 1)
    })
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`The migration ${migration.name} failed and was rolled back: ${reason}`, { cause: error })
  }
}
