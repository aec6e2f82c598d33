import { tenantIdSchema } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client, type ClientBase } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { lateStatement } from './late-orders.ts'
import { listStatement, searchStatement, type ListRequest } from './list-statements.ts'

/** The tenant has a third of the orders; thirty others have the rest. */
const tenantId = tenantIdSchema.parse('tenant-large')
const request: ListRequest = { tenantId, filter: {}, after: null, page: { limit: 50, offset: 0 } }
const searched = (q: string): ListRequest => ({ ...request, filter: { q } })

/** Reads, and the most pages of 8 kB that each may look at: for a full page of 50 orders, and for one order. */
const reads = [
  ['the first page', listStatement(request), 320],
  ['a deep page', listStatement({ ...request, after: { orderDate: '2023-01-01T00:00:00', id: 'ord' } }), 320],
  [
    'the page before the undated',
    listStatement({ ...request, after: { orderDate: '1990-01-01T00:00:00', id: '' } }),
    320,
  ],
  ['a page of the undated', listStatement({ ...request, after: { orderDate: null, id: 'ord-2' } }), 320],
  ['a search by reference', searchStatement(searched('171-0012345-0003000')), 70],
  ['a search by tracking code', searchStatement(searched('6A00000003000X')), 70],
  ['a search by a part of five characters', searchStatement(searched('0300X')), 70],
  ['a search for what nobody has', searchStatement(searched('nobody has this')), 70],
  ['late orders', lateStatement(tenantId, '2026-02-06T12:00:00.000Z', 50), 320],
] as const

const resources = new AsyncDisposableStack()
let testDatabase: TestDatabase
const small = new Map<string, number>()

beforeAll(async () => {
  testDatabase = resources.use(await migratedDatabase())
})

afterAll(() => resources.disposeAsync())

describe.each([10_000, 100_000])('among %i orders', (rows) => {
  beforeAll(() => fill(testDatabase, rows), 120_000)

  it.each(reads)('%s looks at a bounded number of pages, under row-level security', async (name, statement, most) => {
    await using service = await connect(testDatabase.runtimeUrl)
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await service.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}; SET LOCAL orderport.tenant_id = '${tenantId}'`)
      const pages = await pagesOf(service, statement)
      await service.query('COMMIT')
      expect(pages, mode).toBeLessThan(most)
      const before = small.get(`${name} ${mode}`)
      if (before === undefined) small.set(`${name} ${mode}`, pages)
      else expect(pages, `${mode}, ${before} pages among 10,000`).toBeLessThanOrEqual(before * 1.3 + 20)
    }
  })
})

it('an update that changes no indexed column touches no index', async () => {
  await using service = await connect(testDatabase.runtimeUrl)
  await service.query(`BEGIN; SET LOCAL orderport.tenant_id = '${tenantId}'`)
  await service.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('new', '${tenantId}', 'new')`)
  await service.query(`UPDATE orders SET checked_at = now(), customer_name = 'Zoé', total_amount = 5 WHERE id = 'new'`)
  const { rows } = await service.query(`SELECT pg_stat_get_xact_tuples_hot_updated('orders'::regclass)::int AS hot`)
  expect(rows).toEqual([{ hot: 1 }])
  await service.query('ROLLBACK')
})

/** Adds orders up to this number. An index over many new rows is made faster than it is added to. */
async function fill(database: TestDatabase, rows: number): Promise<void> {
  const [index] = await database.superuserQuery(`SELECT pg_get_indexdef('orders_search_idx'::regclass) AS made`)
  await database.superuserQuery(`
    DROP INDEX orders_search_idx;
    INSERT INTO orders (id, tenant_id, external_order_id, status, order_date, delivery_status, tracking_code,
      tracking_codes, estimated_delivery_at, packages, products)
    SELECT 'ord-' || n, CASE WHEN n % 3 = 0 THEN '${tenantId}' ELSE 'tenant-' || n % 31 END,
      '171-' || lpad((n * 7919 % 9999991)::text, 7, '0') || '-' || lpad(n::text, 7, '0'),
      CASE WHEN n % 50 = 0 THEN 'Canceled' ELSE 'Shipped' END,
      CASE WHEN n % 60 <> 0 THEN timestamptz '2026-01-01Z' - n % 1500 * interval '1 day' - n * interval '1 second' END,
      CASE WHEN n % 40 = 0 THEN 'in_transit' ELSE 'delivered' END,
      '6A' || lpad(n::text, 11, '0') || 'X', '6A' || lpad(n::text, 11, '0') || 'X',
      timestamptz '2026-01-01Z', '[{"status": "in_transit"}]', jsonb_build_array(repeat('x', 500))
    FROM (SELECT count(*) AS present FROM orders) AS counted, generate_series(present + 1, ${rows}) AS n;
    ${String(index?.['made'])}`)
  await database.superuserQuery('VACUUM ANALYZE')
}

async function connect(connectionString: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, query_timeout: 20_000 })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

/** Runs the statement as the service prepares it. Returns how many pages it looked at, those of its functions too. */
async function pagesOf(client: ClientBase, statement: { text: string; values: readonly unknown[] }): Promise<number> {
  const literal = (value: unknown) => (typeof value === 'string' ? client.escapeLiteral(value) : JSON.stringify(value))
  await client.query(`PREPARE read AS ${statement.text}`)
  const execute = `EXPLAIN (ANALYZE, BUFFERS, FORMAT json) EXECUTE read (${statement.values.map(literal).join(', ')})`
  // Once before, so that nothing is read to plan it.
  await client.query(execute)
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(execute)
  await client.query('DEALLOCATE read')
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {}
  return (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN)
}
