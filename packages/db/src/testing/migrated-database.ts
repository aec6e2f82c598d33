import { createTestDatabase, type TestDatabase, type TestServer } from '@orderport/embedded-postgres'
import { migrate } from '../migrate/migrate.ts'

/** Returns a test's own migrated database. It is cloned from one that is migrated once on each server. */
export function migratedDatabase(server?: TestServer): Promise<TestDatabase> {
  return createTestDatabase({ template: { name: 'migrated', prepare }, ...(server === undefined ? {} : { server }) })
}

async function prepare(adminUrl: string): Promise<void> {
  await migrate({ adminUrl })
}
