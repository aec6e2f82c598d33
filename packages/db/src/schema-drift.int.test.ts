import { expect, test } from 'vitest'
import { migrate } from './migrate/migrate.ts'
import { migrationNames } from './migrate/migration-files.ts'
import { deployedDatabase } from './testing/deployed-database.ts'
import { migratedDatabase } from './testing/migrated-database.ts'
import { diagnoseSchema } from './testing/schema-engine.ts'

const inOrder = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null }

test('the migrations make exactly what schema.prisma models, and Prisma finds their history in order', async () => {
  await using database = await migratedDatabase()
  expect(await diagnoseSchema(database.ownerUrl)).toEqual({ drift: null, history: inOrder })
})

test('an adopted database looks the same to Prisma', async () => {
  await using database = await deployedDatabase()
  await migrate({ adminUrl: database.ownerUrl })
  expect(await diagnoseSchema(database.ownerUrl)).toEqual({ drift: null, history: inOrder })
})

test('a column that only the database has, and a migration that was edited, are seen', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(
    `ALTER TABLE orders ADD COLUMN by_hand TEXT; UPDATE _prisma_migrations SET checksum = 'x'`,
  )
  expect(await diagnoseSchema(database.ownerUrl)).toMatchObject({
    drift: expect.stringContaining('by_hand'),
    history: { editedMigrationNames: await migrationNames() },
  })
})
