import { expect, it } from 'vitest'
import { legacyDatabase } from '../legacy-table/testing/legacy-database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { diagnoseSchema } from '../testing/schema-engine.ts'
import { migrate } from './migrate.ts'
import { migrationNames } from './migration-files.ts'

const inOrder = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null }

it('the migrations create exactly what schema.prisma models, and Prisma accepts their history', async () => {
  await using database = await migratedDatabase()
  expect(await diagnoseSchema(database.ownerUrl)).toEqual({ drift: null, history: inOrder })
})

it('an adopted database looks the same to Prisma', async () => {
  await using database = await legacyDatabase()
  await migrate({ adminUrl: database.ownerUrl })
  expect(await diagnoseSchema(database.ownerUrl)).toEqual({ drift: null, history: inOrder })
})

it('a column that only the database has, and an edited migration, are detected', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(
    `ALTER TABLE orders ADD COLUMN by_hand TEXT; UPDATE _prisma_migrations SET checksum = 'x'`,
  )
  expect(await diagnoseSchema(database.ownerUrl)).toMatchObject({
    drift: expect.stringContaining('by_hand'),
    history: { editedMigrationNames: await migrationNames() },
  })
})
