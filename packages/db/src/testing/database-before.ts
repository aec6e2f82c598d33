import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { defaultLockRetries } from '../migrate/lock-retry-policy.ts'
import { readMigrations } from '../migrate/migration-files.ts'
import { readHistory, recordMigration } from '../migrate/migration-history.ts'
import { openMigrationSession } from '../migrate/migration-session.ts'

/** Returns a database to which an earlier version has applied all migrations before this one. */
export async function databaseBefore(name: string): Promise<TestDatabase> {
  const migrations = await readMigrations()
  const before = migrations.slice(
    0,
    migrations.findIndex((migration) => migration.name === name),
  )
  if (before.length === 0) throw new Error(`There is no migration before ${name}.`)
  const database = await createEmptyDatabase()
  await using session = await openMigrationSession({
    adminUrl: database.ownerUrl,
    lockRetries: defaultLockRetries,
    log: () => undefined,
  })
  await readHistory(session.client, migrations)
  for (const migration of before) {
    await session.client.query(migration.sql)
    await recordMigration(session.client, migration, 1)
  }
  return database
}
