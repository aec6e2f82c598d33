import { createEmptyDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { jobTablesName } from './job-tables.ts'
import { migrate } from './migrate.ts'
import { readMigrations, type Migration } from './migration-files.ts'

async function ourMigrations(): Promise<{ names: string[]; first: Migration }> {
  const migrations = await readMigrations()
  const [first] = migrations
  if (first === undefined) throw new Error('There are no migrations.')
  return { names: migrations.map(({ name }) => name), first }
}

it('an empty database gets every migration, and a second run changes nothing', async () => {
  await using database = await createEmptyDatabase()
  const { names } = await ourMigrations()
  const lines: string[] = []
  expect(await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })).toEqual({
    baselined: [],
    applied: names,
    unchanged: [],
    duplicatesMoved: 0,
    rewritten: { channels: 0, rawData: 0, references: 0, trackingCodes: 0 },
  })
  expect(lines).toEqual(expect.arrayContaining(names.map((name) => `Applied ${name}.`)))
  const history = await database.superuserQuery('SELECT * FROM _prisma_migrations ORDER BY migration_name')
  expect(history).toHaveLength(names.length)
  expect(await migrate({ adminUrl: database.ownerUrl })).toEqual({
    baselined: [],
    applied: [],
    unchanged: names,
    duplicatesMoved: 0,
    rewritten: { channels: 0, rawData: 0, references: 0, trackingCodes: 0 },
  })
  expect(await database.superuserQuery('SELECT * FROM _prisma_migrations ORDER BY migration_name')).toEqual(history)
})

it('one of two simultaneous runs migrates, and the other finds it done', async () => {
  await using database = await createEmptyDatabase()
  const { names } = await ourMigrations()
  const reports = await Promise.all([1, 2].map(() => migrate({ adminUrl: database.ownerUrl })))
  expect(reports.map(({ applied }) => applied).toSorted((a, b) => a.length - b.length)).toEqual([[], names])
  expect(reports.map(({ unchanged }) => unchanged).toSorted((a, b) => a.length - b.length)).toEqual([[], names])
})

it('a run that died between two migrations is finished by the next one', async () => {
  await using database = await createEmptyDatabase()
  const { names, first } = await ourMigrations()
  const dying = migrate({
    adminUrl: database.ownerUrl,
    log: (line) => {
      if (line.startsWith('Applied')) throw new Error('killed')
    },
  })
  await expect(dying).rejects.toThrow('killed')
  await using service = createDatabase({ url: database.superuserUrl })
  expect(await service.status()).toEqual({ pending: [...names.slice(1), jobTablesName] })
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({
    unchanged: [first.name],
    baselined: names.slice(1, 3),
    applied: names.slice(3),
  })
  expect(await service.status()).toEqual({ pending: [] })
})

it.each([
  ['a migration that was changed afterwards', "UPDATE _prisma_migrations SET checksum = 'x'", /was changed after/],
  [
    'a migration that it does not know',
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '2999_new', now())",
    /does not know: 2999_new/,
  ],
  [
    'a migration that failed under another tool',
    'UPDATE _prisma_migrations SET finished_at = NULL',
    /failed half-way.*prisma migrate resolve/,
  ],
])('a run refuses a history with %s', async (_what, sql, message) => {
  await using database = await createEmptyDatabase()
  await migrate({ adminUrl: database.ownerUrl })
  await database.superuserQuery(sql)
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(message)
})

it('a migration that fails is rolled back, and its error names it', async () => {
  await using database = await createEmptyDatabase()
  const { names } = await ourMigrations()
  await database.superuserQuery('CREATE TABLE orders_duplicates (id TEXT)')
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(
    new RegExp(`${names[2]} failed and was rolled back: .*orders_duplicates`),
  )
  expect(
    await database.superuserQuery(
      `SELECT attnotnull FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'channel'`,
    ),
  ).toEqual([{ attnotnull: false }])
})

it('a missing server is an error at once', async () => {
  await expect(migrate({ adminUrl: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(/ECONNREFUSED/)
})
