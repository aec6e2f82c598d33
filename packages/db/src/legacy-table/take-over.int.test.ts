import { expect, it } from 'vitest'
import { defaultLockRetries } from '../migrate/lock-retry-policy.ts'
import { migrate } from '../migrate/migrate.ts'
import { readMigrations } from '../migrate/migration-files.ts'
import { openMigrationSession } from '../migrate/migration-session.ts'
import { cleanRows } from './clean-rows.ts'
import { storedRows } from './testing/database-state.ts'
import { legacyDatabase, legacyRows } from './testing/legacy-database.ts'

it('the rows end as the migrations’ own files and one cleaning would have left them', async () => {
  const rows = legacyRows(3000)
  await using taken = await legacyDatabase(rows)
  const report = await migrate({ adminUrl: taken.ownerUrl })
  await using reference = await legacyDatabase(rows)
  const [, ...files] = await readMigrations()
  for (const { sql } of files) await reference.superuserQuery(sql)
  await using session = await openMigrationSession({
    adminUrl: reference.superuserUrl,
    lockRetries: defaultLockRetries,
    log: () => undefined,
  })
  await cleanRows(session)
  const rowsTaken = await storedRows(taken)
  expect(rowsTaken).toEqual(await storedRows(reference))
  expect(rowsTaken['archive']).toHaveLength(report.duplicatesMoved)
  expect(Math.min(report.duplicatesMoved, ...Object.values(report.rewritten))).toBeGreaterThan(300)
})

it('a run reports what it did in numbers', async () => {
  await using database = await legacyDatabase(`
    INSERT INTO orders (id, tenant_id, external_order_id, channel, raw_data)
    SELECT 'row-' || i, 'a', (i / 2)::text, CASE WHEN i < 2000 THEN NULL ELSE 'amazon' END,
      CASE WHEN i % 1000 = 0 THEN 'null'::jsonb END
    FROM generate_series(0, 2999) AS i`)
  const lines: string[] = []
  const report = await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  expect(report).toMatchObject({ duplicatesMoved: 1500, rewritten: { channels: 1000, rawData: 3 } })
  expect(lines).toEqual(
    expect.arrayContaining([
      'Added 9 columns to orders.',
      'Moved 1,500 duplicate rows of orders to orders_duplicates.',
      'Wrote the channel of 1,000 rows in its usual spelling.',
      'Removed the JSON null that stood for no raw answer in 3 rows.',
      'Made the index orders_tenant_id_external_order_id_channel_key.',
      'Made the index orders_list_idx.',
    ]),
  )
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({
    baselined: [],
    applied: [],
    duplicatesMoved: 0,
    rewritten: { channels: 0, rawData: 0, references: 0, trackingCodes: 0 },
  })
})

it('an order with more rows than a transaction may lock keeps its fullest row', async () => {
  await using database = await legacyDatabase(`
    INSERT INTO orders (id, tenant_id, external_order_id, total_amount)
    SELECT 'row-' || i, 'a', CASE WHEN i < 4500 THEN 'many' ELSE (i / 2)::text END, (i = 2500)::int
    FROM generate_series(0, 5999) AS i`)
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({ duplicatesMoved: 4499 + 750 })
  expect(await database.superuserQuery(`SELECT id FROM orders WHERE external_order_id = 'many'`)).toEqual([
    { id: 'row-2500' },
  ])
  expect(
    await database.superuserQuery(`SELECT DISTINCT kept_id FROM orders_duplicates WHERE external_order_id = 'many'`),
  ).toEqual([{ kept_id: 'row-2500' }])
})

it('a row that was put back from the archive during the run is archived as it is now', async () => {
  await using database = await legacyDatabase(`
    CREATE TABLE orders_duplicates (id TEXT NOT NULL, tenant_id TEXT NOT NULL, channel TEXT NOT NULL,
      external_order_id TEXT NOT NULL, kept_id TEXT NOT NULL, "row" JSONB NOT NULL,
      moved_at TIMESTAMPTZ NOT NULL DEFAULT now(), CONSTRAINT orders_duplicates_pkey PRIMARY KEY (id));
    INSERT INTO orders_duplicates VALUES ('back', 'a', 'amazon', '1', 'gone', '{"status":"before"}');
    ALTER TABLE orders_duplicates OWNER TO CURRENT_USER;
    INSERT INTO orders (id, tenant_id, external_order_id, status, total_amount) VALUES
      ('back', 'a', '1', 'now', 0), ('kept', 'a', '1', 'x', 5)`)
  await database.superuserQuery(
    `DO $$ BEGIN EXECUTE format('ALTER TABLE orders_duplicates OWNER TO %I', (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())); END $$`,
  )
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({ duplicatesMoved: 1 })
  expect(await database.superuserQuery(`SELECT kept_id, "row" ->> 'status' AS status FROM orders_duplicates`)).toEqual([
    { kept_id: 'kept', status: 'now' },
  ])
})

it.each([
  [
    'a column of another type',
    'ALTER TABLE orders ADD COLUMN source_updated_at TEXT',
    /column source_updated_at of type text, and needs one of type timestamp/,
  ],
  [
    'an index of another shape',
    'CREATE INDEX orders_list_idx ON orders (status)',
    /index orders_list_idx of another shape/,
  ],
])('%s under one of our names stops the run, and nothing is lost', async (_what, sql, message) => {
  await using database = await legacyDatabase(`${legacyRows(20)}; ${sql}`)
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(message)
  const [count] = await database.superuserQuery(`SELECT count(*)::int AS rows FROM orders`)
  expect(count).toEqual({ rows: 20 })
})
