import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it, vi } from 'vitest'
import { defaultLockRetries } from '../migrate/lock-retry-policy.ts'
import { migrate, type MigrationReport } from '../migrate/migrate.ts'
import { openMigrationSession } from '../migrate/migration-session.ts'
import { databaseBefore } from '../testing/database-before.ts'
import { openSession } from '../testing/open-session.ts'
import { cleanedBefore, cleanRows } from './clean-rows.ts'
import { beforeStatement } from './testing/before-statement.ts'
import { legacyDatabase } from './testing/legacy-database.ts'

const columns = '(id, tenant_id, external_order_id, channel, total_amount, customer_name)'

/** Rows whose references differ by blanks or dashes alone, and some that only look so. */
const rows = `
  INSERT INTO orders ${columns} VALUES
    ('clean', 'a', '171-1', 'amazon', 0, NULL), ('fuller', 'a', ' 171-1', 'amazon', 5, NULL),
    ('spaced', 'a', E'171-1\\n', 'amazon', 0, 'Zoé'), ('dashed', 'a', '171\u20111', 'amazon', 0, NULL),
    ('alone', 'a', E'\u200b171-2\u00a0', 'amazon', 5, NULL),
    ('kept', 'a', '171-3', 'amazon', 5, NULL), ('thin', 'a', E'\u3000171-3\\t', 'amazon', 0, NULL),
    ('another tenant’s', 'b', '171-1 ', 'amazon', 5, NULL), ('another channel’s', 'a', '171-1 ', 'shopify', 5, NULL),
    ('inner', 'a', '171 -1', 'amazon', 0, NULL), ('word', 'a', 'É-1', 'amazon', 0, NULL),
    ('number sign', 'a', '#171-1', 'amazon', 0, NULL),
    ('blank-1', 'a', ' ', 'amazon', 0, NULL), ('blank-2', 'a', E' \u00a0', 'amazon', 0, NULL),
    ('empty', 'a', '', 'amazon', 0, NULL)`

async function migrated(database: TestDatabase): Promise<MigrationReport & { readonly lines: readonly string[] }> {
  const lines: string[] = []
  const report = await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  return { ...report, lines }
}

const stored = `SELECT id, external_order_id AS reference FROM orders ORDER BY id`
const archived = `SELECT id, external_order_id AS reference, "row" ->> 'external_order_id' AS "rowReference",
  kept_id AS kept FROM orders_duplicates ORDER BY id`

/** Makes the database, once with the legacy table as it was and once as the version before this one had left it. */
const databases: readonly (readonly [string, () => Promise<TestDatabase>])[] = [
  ['an adopted table', () => legacyDatabase(rows)],
  ['a database of the version before, whose owner row-level security holds', () => databaseOfVersionBefore(rows)],
]

async function databaseOfVersionBefore(sql: string): Promise<TestDatabase> {
  const database = await databaseBefore(cleanedBefore)
  await database.superuserQuery(sql)
  return database
}

describe.each(databases)('%s', (_what, open) => {
  it('has one row for references that differed by blanks alone: the fullest', async () => {
    await using database = await open()
    const { duplicatesMoved, rewritten, lines } = await migrated(database)
    expect([duplicatesMoved, rewritten.references]).toEqual([4, 4])
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Moved 4 rows of orders to orders_duplicates whose reference .* blanks or dashes alone\.$/,
        ),
        'Cleaned the references of 4 rows of blanks and odd dashes.',
      ]),
    )
    expect(await database.superuserQuery(stored)).toEqual(
      [
        ['alone', '171-2'],
        ['another channel’s', '171-1'],
        ['another tenant’s', '171-1'],
        ['blank-1', ' '],
        ['blank-2', ' \u00a0'],
        ['empty', ''],
        ['fuller', '171-1'],
        ['inner', '171 -1'],
        ['kept', '171-3'],
        ['number sign', '#171-1'],
        ['word', 'É-1'],
      ].map(([id, reference]) => ({ id, reference })),
    )
    expect(await database.superuserQuery(archived)).toEqual([
      { id: 'clean', reference: '171-1', rowReference: '171-1', kept: 'fuller' },
      { id: 'dashed', reference: '171-1', rowReference: '171-1', kept: 'fuller' },
      { id: 'spaced', reference: '171-1', rowReference: '171-1', kept: 'fuller' },
      { id: 'thin', reference: '171-3', rowReference: '171-3', kept: 'kept' },
    ])
    expect(await migrated(database)).toMatchObject({ duplicatesMoved: 0, rewritten: { references: 0 } })
  })

  it('shows its owner no row afterwards', async () => {
    await using database = await open()
    await migrated(database)
    const policies = `SELECT FROM pg_policies WHERE policyname NOT IN ('tenant_isolation', 'inspection', 'search', 'counting')`
    expect(await database.superuserQuery(policies)).toEqual([])
    const unforced = `SELECT FROM pg_class WHERE relname ~ '^orders(_duplicates)?$' AND NOT relforcerowsecurity`
    expect(await database.superuserQuery(unforced)).toEqual([])
  })
})

it('the rows of one order become one though they are cleaned in several batches', async () => {
  await using database = await databaseOfVersionBefore(`
    INSERT INTO orders (id, tenant_id, external_order_id, total_amount)
    SELECT 'row-' || i, 'a', repeat(' ', i / 1500) || '171-' || i % 1500 || ' ', (i = 4000)::int
    FROM generate_series(0, 5999) AS i`)
  expect(await migrated(database)).toMatchObject({ duplicatesMoved: 4500 })
  expect(await database.superuserQuery(`SELECT id FROM orders WHERE external_order_id = '171-1000'`)).toEqual([
    { id: 'row-4000' },
  ])
  expect(await database.superuserQuery(`SELECT FROM orders WHERE external_order_id !~ '^171-[0-9]+$'`)).toEqual([])
})

it('rows that were archived before with blanks in their reference are archived with the order’s own', async () => {
  await using database = await databaseOfVersionBefore(`${rows};
    INSERT INTO orders_duplicates (id, tenant_id, channel, external_order_id, kept_id, "row") VALUES
      ('gone', 'a', 'amazon', ' 171-1', 'fuller', '{"external_order_id":" 171-1"}'),
      ('stale', 'a', 'amazon', '171-1', 'clean', '{"external_order_id":"171-1"}')`)
  await migrated(database)
  expect(
    await database.superuserQuery(`SELECT * FROM (${archived}) AS archived WHERE id IN ('gone', 'stale')`),
  ).toEqual([
    { id: 'gone', reference: '171-1', rowReference: '171-1', kept: 'fuller' },
    { id: 'stale', reference: '171-1', rowReference: '171-1', kept: 'fuller' },
  ])
})

it('rows that another transaction has locked are left until it ends, and others read and write', async () => {
  await using database = await databaseOfVersionBefore(rows)
  await using writer = await openSession(database)
  const lockRetries = { ...defaultLockRetries, pausesMs: Array.from({ length: 200 }, () => 100) }
  await using session = await openMigrationSession({ adminUrl: database.ownerUrl, lockRetries, log: () => undefined })
  beforeStatement(session.client, 'CREATE TEMPORARY TABLE', async () => {
    await writer.query(`BEGIN; SELECT FROM orders WHERE id IN ('clean', 'thin') FOR UPDATE`)
  })
  const lines: string[] = []
  const cleaning = cleanRows({ ...session, progress: (line) => lines.push(line) })
  await vi.waitFor(() => expect(lines.join()).toContain('Others have locked rows'), { timeout: 20_000 })
  await using other = await openSession(database)
  await other.query(`UPDATE orders SET status = 'Shipped' WHERE id = 'alone'`)
  await writer.query(`UPDATE orders SET status = 'Shipped' WHERE id = 'clean'; COMMIT`)
  expect(await cleaning).toMatchObject({ moved: 4, references: 4 })
  const status = `SELECT "row" ->> 'status' AS status FROM orders_duplicates WHERE id = 'clean'`
  expect(await database.superuserQuery(status)).toEqual([{ status: 'Shipped' }])
})

it('what the legacy service writes while it keeps its access is cleaned by the run that ends it', async () => {
  await using database = await legacyDatabase(rows)
  const role = `${database.name}_legacy`
  await database.superuserQuery(`CREATE ROLE ${role}`)
  const keepAccess = [role]
  await migrate({ adminUrl: database.ownerUrl, keepAccess })
  await database.superuserQuery(`
    INSERT INTO orders ${columns} VALUES ('late', 'a', '171-2 ', 'amazon', 9, 'Zoé');
    UPDATE orders SET tracking_code = '6A 1' WHERE id = 'late'`)
  expect(await migrate({ adminUrl: database.ownerUrl, keepAccess })).toMatchObject({ duplicatesMoved: 0 })
  expect(await migrated(database)).toMatchObject({
    applied: [],
    duplicatesMoved: 1,
    rewritten: { references: 1, trackingCodes: 0 },
  })
  expect(await database.superuserQuery(`SELECT id FROM orders WHERE external_order_id = '171-2'`)).toEqual([
    { id: 'late' },
  ])
  expect(await migrated(database)).toMatchObject({ duplicatesMoved: 0, rewritten: { references: 0 } })
})

it('the access that a killed cleaning left behind is taken away by the next run, whatever that one does', async () => {
  await using database = await databaseOfVersionBefore(rows)
  await migrated(database)
  await using owner = await openMigrationSession({
    adminUrl: database.ownerUrl,
    lockRetries: defaultLockRetries,
    log: () => undefined,
  })
  await owner.client.query('CREATE POLICY migration ON orders TO CURRENT_USER USING (true)')
  await owner[Symbol.asyncDispose]()
  await migrated(database)
  expect(await database.superuserQuery(`SELECT FROM pg_policies WHERE policyname = 'migration'`)).toEqual([])
})
