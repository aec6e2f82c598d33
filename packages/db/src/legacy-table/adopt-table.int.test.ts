import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { migrationNames } from '../migrate/migration-files.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { databaseState } from './testing/database-state.ts'
import { legacyDatabase } from './testing/legacy-database.ts'

async function adopt(rows = ''): Promise<{ database: TestDatabase; moved: number; lines: string[] }> {
  const database = await legacyDatabase(rows)
  const lines: string[] = []
  const report = await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  const names = await migrationNames()
  expect(report).toMatchObject({ baselined: names.slice(0, 3), applied: names.slice(3) })
  return { database, moved: report.duplicatesMoved, lines }
}

it('the legacy table is adopted with its rows untouched', async () => {
  const { database: adopted, moved } = await adopt(`
    INSERT INTO orders (id, tenant_id, external_order_id, total_amount, order_date, updated_at, products, raw_data) VALUES
      ('old-1', 'tenant-a', '171-1', 29.9, '2026-02-05T10:11:12.123456Z', '2020-01-01Z', '[{"qty":1}]', '{"a":1}'),
      ('old-2', 'tenant-b', '171-1', NULL, NULL, NULL, NULL, NULL)`)
  await using database = adopted
  expect(moved).toBe(0)
  const [first, second] = await database.superuserQuery(
    `SELECT id, channel, total_amount::text, order_date::text, updated_at::text, products, raw_data FROM orders ORDER BY id`,
  )
  expect(first).toMatchObject({ id: 'old-1', channel: 'amazon', total_amount: '29.90', raw_data: { a: 1 } })
  expect(first?.['order_date']).toContain('12.123456')
  expect(second).toMatchObject({ id: 'old-2', total_amount: null, order_date: null, updated_at: null, products: null })
})

it('the fullest of duplicate rows stays, and the others are archived whole', async () => {
  const {
    database: adopted,
    moved,
    lines,
  } = await adopt(`
    INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount, products, raw_data, updated_at) VALUES
      ('stub-new', 'a', '1', 'amazon', 0, '[]', NULL, '2026-03-01Z'),
      ('real-old', 'a', '1', NULL, 12.5, '[{"qty":1}]', '{"real":true}', '2026-01-01Z'),
      ('thin', 'a', '1', 'amazon', 0, '[]', '{"real":true}', '2026-02-01Z'),
      ('same-old', 'a', '2', 'amazon', 1, '[]', NULL, '2026-01-01Z'),
      ('same-new', 'a', '2', 'amazon', 1, '[]', NULL, '2026-01-02Z'),
      ('same-undated', 'a', '2', 'amazon', 1, '{"no":"list"}', NULL, NULL),
      ('twin-b', 'a', '3', 'amazon', NULL, NULL, NULL, '2026-01-01Z'),
      ('twin-a', 'a', '3', NULL, NULL, NULL, 'null', '2026-01-01Z'),
      ('shop', 'a', '1', 'shopify', 0, '[]', NULL, '2026-01-01Z'),
      ('tenant-b', 'b', '1', 'amazon', 0, '[]', NULL, '2026-01-01Z')`)
  await using database = adopted
  const kept = await database.superuserQuery('SELECT id FROM orders ORDER BY id')
  expect(kept.map(({ id }) => id)).toEqual(['real-old', 'same-new', 'shop', 'tenant-b', 'twin-a'])
  expect(moved).toBe(5)
  expect(lines).toContain('Moved 5 duplicate rows of orders to orders_duplicates.')
  const archived = await database.superuserQuery('SELECT id, kept_id FROM orders_duplicates ORDER BY id')
  expect(archived).toEqual([
    { id: 'same-old', kept_id: 'same-new' },
    { id: 'same-undated', kept_id: 'same-new' },
    { id: 'stub-new', kept_id: 'real-old' },
    { id: 'thin', kept_id: 'real-old' },
    { id: 'twin-b', kept_id: 'twin-a' },
  ])
  expect(await database.superuserQuery(`SELECT "row" FROM orders_duplicates WHERE id = 'thin'`)).toEqual([
    { row: expect.objectContaining({ id: 'thin', tenant_id: 'a', raw_data: { real: true }, total_amount: 0 }) },
  ])
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({ applied: [], duplicatesMoved: 0 })
})

it('the fuller of two duplicates was archived: customer, tracking and date now count before the time of update', async () => {
  const { database: adopted } = await adopt(`
    INSERT INTO orders (id, tenant_id, external_order_id, total_amount, customer_name, customer_email, customer_address,
        carrier, tracking_code, tracking_url, order_date, updated_at) VALUES
      ('full', 'a', '1', 5, 'Zoé', 'zoe@example.com', NULL, 'UPS', '1Z1', 'https://x', '2026-01-01Z', '2026-01-01Z'),
      ('thin-new', 'a', '1', 5, 'Zoé', '', '', '', '', '', NULL, '2026-03-01Z'),
      ('dated', 'a', '2', 0, NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-01Z', '2026-01-01Z'),
      ('blank-new', 'a', '2', 0, '', '', '', '', '', '', NULL, '2026-03-01Z'),
      ('total', 'a', '3', 0.01, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-01Z'),
      ('nan-new', 'a', '3', 'NaN', 'Zoé', 'zoe@example.com', NULL, NULL, NULL, NULL, NULL, '2026-03-01Z')`)
  await using database = adopted
  const kept = await database.superuserQuery('SELECT id FROM orders ORDER BY id')
  expect(kept.map(({ id }) => id)).toEqual(['dated', 'full', 'total'])
})

it('one order under several spellings of its channel becomes one row', async () => {
  const { database: adopted, moved } = await adopt(`
    INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount) VALUES
      ('exact', 'a', '1', 'amazon', 0), ('capital', 'a', '1', 'Amazon', 5), ('padded', 'a', '1', E' amazon\\t', 0),
      ('empty', 'a', '1', '', 0), ('none', 'a', '1', NULL, 0),
      ('shop', 'a', '1', ' Shopify ', 0), ('blank', 'a', '2', '  ', 0)`)
  await using database = adopted
  expect(moved).toBe(4)
  expect(await database.superuserQuery('SELECT id, channel FROM orders ORDER BY id')).toEqual([
    { id: 'blank', channel: 'amazon' },
    { id: 'capital', channel: 'amazon' },
    { id: 'shop', channel: 'shopify' },
  ])
})

it('an archived row can be put back unchanged', async () => {
  const { database: adopted } = await adopt(`
    INSERT INTO orders (id, tenant_id, external_order_id, total_amount, order_date, raw_data) VALUES
      ('kept', 'a', '1', 5, NULL, '{"a":1}'),
      ('moved', 'a', '1', 1234567890.12, '2026-02-05T10:11:12.123456Z', NULL)`)
  await using database = adopted
  // The statements in docs/operations.md.
  await database.superuserQuery(`
    BEGIN;
    DELETE FROM orders WHERE id = (SELECT kept_id FROM orders_duplicates WHERE id = 'moved');
    INSERT INTO orders SELECT back.* FROM orders_duplicates, jsonb_populate_record(NULL::orders, "row") AS back
      WHERE orders_duplicates.id = 'moved';
    DELETE FROM orders_duplicates WHERE id = 'moved';
    COMMIT`)
  expect(
    await database.superuserQuery(`
      SELECT id, total_amount::text, raw_data, order_date = '2026-02-05T10:11:12.123456Z' AS exact FROM orders`),
  ).toEqual([{ id: 'moved', total_amount: '1234567890.12', raw_data: null, exact: true }])
})

it('an adopted database has the same columns, keys, defaults, indexes and constraints as a new one', async () => {
  const { database: adopted } = await adopt()
  await using database = adopted
  await using fresh = await migratedDatabase()
  const [adoptedState, freshState] = [await databaseState(database), await databaseState(fresh)]
  expect(adoptedState).toEqual(freshState)
  for (const [part, table] of [
    ['columns', 'table_name'],
    ['indexes', 'on'],
    ['constraints', 'on'],
  ] as const) {
    expect(freshState[part]).toContainEqual(expect.objectContaining({ [table]: 'orders' }))
  }
})

it('a second row of the same order is refused after the adoption', async () => {
  const { database: adopted } = await adopt(
    `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('1', 'a', '1')`,
  )
  await using database = adopted
  const again = database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('2', 'a', '1')`)
  await expect(again).rejects.toThrow(/orders_tenant_id_external_order_id_channel_key/)
})

it('another application’s table of the same name is not touched', async () => {
  await using database = await createEmptyDatabase()
  await database.superuserQuery('CREATE TABLE orders (id TEXT PRIMARY KEY, tenant_id TEXT, lines JSONB)')
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(/no column external_order_id, channel/)
  const columns = await database.superuserQuery(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'orders'`,
  )
  expect(columns).toHaveLength(3)
})
