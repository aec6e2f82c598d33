import { createTestDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { migrate } from '../migrate/migrate.ts'

/** Returns a test's own migrated database. It is cloned from one that this run has migrated once. */
export function migratedDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ template: { name: 'migrated', prepare } })
}

async function prepare(adminUrl: string): Promise<void> {
  await migrate({ adminUrl })
}
