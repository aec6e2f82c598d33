import { createEmptyDatabase, type TestDatabase } from '@orderport/testkit'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { createDatabase } from '../database.ts'
import { deployedDatabase } from '../testing/deployed-database.ts'
import { failureOf } from '../testing/failure-of.ts'
import { migrate } from './migrate.ts'
import { readMigrations, type Migration } from './migration-files.ts'

async function ourMigrations(): Promise<{ names: string[]; first: Migration }> {
  const migrations = await readMigrations()
  const [first] = migrations
  if (first === undefined) throw new Error('There are no migrations.')
  return { names: migrations.map(({ name }) => name), first }
}

test('an empty database gets every migration, and a second run changes nothing', async () => {
  await using database = await createEmptyDatabase()
  const { names } = await ourMigrations()
  const lines: string[] = []
  expect(await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })).toEqual({
    baselined: [],
    applied: names,
    unchanged: [],
    duplicatesMoved: 0,
  })
  expect(lines).toEqual(expect.arrayContaining(names.map((name) => `Applied ${name}.`)))
  const history = await database.superuserQuery('SELECT * FROM _prisma_migrations ORDER BY migration_name')
  expect(history).toHaveLength(names.length)
  expect(await migrate({ adminUrl: database.ownerUrl })).toEqual({
    baselined: [],
    applied: [],
    unchanged: names,
    duplicatesMoved: 0,
  })
  expect(await database.superuserQuery('SELECT * FROM _prisma_migrations ORDER BY migration_name')).toEqual(history)
})

test('of two runs at once one migrates and the other finds it done', async () => {
  await using database = await createEmptyDatabase()
  const { names } = await ourMigrations()
  const reports = await Promise.all([1, 2].map(() => migrate({ adminUrl: database.ownerUrl })))
  expect(reports.map(({ applied }) => applied).toSorted((a, b) => a.length - b.length)).toEqual([[], names])
  expect(reports.map(({ unchanged }) => unchanged).toSorted((a, b) => a.length - b.length)).toEqual([[], names])
})

test('a run that died between two migrations is finished by the next one', async () => {
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
  expect(await service.status()).toEqual({ migrated: false, pending: names.slice(1) })
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({
    unchanged: [first.name],
    applied: names.slice(1),
  })
  expect(await service.status()).toEqual({ migrated: true, pending: [] })
})

test('a run that is killed within a migration leaves nothing of it, and the next one finishes', async () => {
  await using database = await deployedDatabase()
  const { names, first } = await ourMigrations()
  const reader = await holdTable(database)
  const failing = failureOf(migrate({ adminUrl: database.ownerUrl }))
  await killWhileWaiting(database)
  expect(await failing).toMatchObject({ message: expect.stringMatching(/failed and was rolled back/) })
  await reader.end()
  await using service = createDatabase({ url: database.superuserUrl })
  expect(await service.status()).toEqual({ migrated: false, pending: names.slice(1) })
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({
    unchanged: [first.name],
    applied: names.slice(1),
  })
})

/** Somebody else who reads from orders, and whose transaction stays open. */
async function holdTable(database: TestDatabase): Promise<Client> {
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query('BEGIN')
  await client.query('SELECT FROM orders')
  return client
}

/** Kills the session that waits for the table orders, as soon as there is one. */
async function killWhileWaiting(database: TestDatabase): Promise<void> {
  await vi.waitFor(
    async () => {
      const killed = await database.superuserQuery(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass`,
      )
      expect(killed).toHaveLength(1)
    },
    { timeout: 20_000 },
  )
}

test.each([
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
])('a history with %s is not continued', async (_what, sql, message) => {
  await using database = await createEmptyDatabase()
  await migrate({ adminUrl: database.ownerUrl })
  await database.superuserQuery(sql)
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(message)
})

test('a migration that fails is rolled back, and its error names it', async () => {
  await using database = await deployedDatabase()
  const { names } = await ourMigrations()
  await database.superuserQuery('ALTER TABLE orders ADD COLUMN source_updated_at TEXT')
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(
    new RegExp(`${names[1]} failed and was rolled back: .*source_updated_at`),
  )
  const columns = await database.superuserQuery(
    `SELECT FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'marketplace'`,
  )
  expect(columns).toEqual([])
})

test('a server that is not there is an error at once', async () => {
  await expect(migrate({ adminUrl: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(/ECONNREFUSED/)
})
