import { createTestDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { migrate } from '../migrate/migrate.ts'

/** A test's own database with every migration applied, cloned from one that this run migrated once. */
export function migratedDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ template: { name: 'migrated', prepare } })
}

async function prepare(adminUrl: string): Promise<void> {
  await migrate({ adminUrl })
}
