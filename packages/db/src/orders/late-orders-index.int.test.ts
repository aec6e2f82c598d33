import { deliveryOf, type Order, type OrderStore } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client, type ClientBase } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import { lateStatement } from './late-orders.ts'

const now = '2026-02-06T12:00:00.000Z'
const columns = `
  (id, tenant_id, external_order_id, status, delivery_status, packages, estimated_delivery_at, latest_ship_date)`
const resources = new AsyncDisposableStack()
let testDatabase: TestDatabase
let orders: OrderStore

const onItsWay = `'[{"status":"in_transit"}]'`
const arrived = `'[{"status":"delivered"}]'`

beforeAll(async () => {
  testDatabase = resources.use(await migratedDatabase())
  orders = resources.use(createDatabase({ url: testDatabase.runtimeUrl })).orders
  await testDatabase.superuserQuery(`
    INSERT INTO orders ${columns} VALUES
      ('late-2', 'tenant-a', '1', 'Shipped', 'in_transit', ${onItsWay}, '2026-02-06T11:59:59Z', '2026-01-01Z'),
      ('late-1', 'tenant-a', '2', 'Shipped', 'in_transit', ${onItsWay}, '2026-02-03Z', NULL),
      ('to-ship-late', 'tenant-a', '3', 'Unshipped', 'pending', '[]', '2026-02-20Z', '2026-02-05Z'),
      ('to-ship-today', 'tenant-a', '4', 'PartiallyShipped', 'shipped', '[]', NULL, '2026-02-06T22:59:59Z'),
      ('promised-today', 'tenant-a', '5', 'Unshipped', NULL, '[]', '2026-02-06T21:00:00Z', NULL),
      ('rest-to-ship', 'tenant-a', '15', 'PartiallyShipped', 'in_transit', ${onItsWay}, NULL, '2026-02-05T12:00Z'),
      ('half', 'tenant-a', '17', 'PartiallyShipped', 'delivered', ${arrived}, '2026-02-05T13:00Z', NULL),
      ('tomorrow', 'tenant-a', '16', 'Unshipped', 'pending', '[]', NULL, '2026-02-07T00:00:00Z'),
      ('untracked', 'tenant-a', '6', 'Shipped', 'shipped', '[]', '2026-01-10Z', NULL),
      ('its code alone', 'tenant-a', '20', 'Shipped', 'shipped', '[{"status":"shipped"}]', '2026-01-10Z', NULL),
      ('untracked of an older version', 'tenant-a', '18', 'Shipped', 'pending', '[]', '2026-01-10Z', NULL),
      ('lost', 'tenant-a', '7', 'Shipped', 'lost', '[]', '2026-02-04Z', NULL),
      ('in-time', 'tenant-a', '8', 'Shipped', 'in_transit', ${onItsWay}, '2026-02-06T18:00:00Z', '2026-01-01Z'),
      ('to-ship-later', 'tenant-a', '9', 'Unshipped', 'pending', '[]', '2026-02-20Z', '2026-02-09Z'),
      ('delivered', 'tenant-a', '10', 'Shipped', 'delivered', ${arrived}, '2026-02-03Z', NULL),
      ('returned', 'tenant-a', '11', 'Shipped', 'returned', '[{"status":"returned"}]', '2026-02-03Z', NULL),
      ('cancelled', 'tenant-a', '12', 'Canceled', 'cancelled', '[]', '2026-02-03Z', '2026-02-01Z'),
      ('undated', 'tenant-a', '13', 'Unshipped', 'pending', '[]', NULL, NULL),
      ('zero', 'tenant-a', '14', 'Unshipped', 'pending', '[]', '1970-01-01Z', 'infinity'),
      ('zero, to ship today', 'tenant-a', '19', 'Unshipped', 'pending', '[]', '1970-01-01Z', '2026-02-06T23:00:00Z'),
      ('other', 'tenant-b', '1', 'Shipped', 'in_transit', ${onItsWay}, '2026-02-05Z', NULL)`)
})

afterAll(() => resources.disposeAsync())

const idsOf = (found: readonly Order[]) => found.map(({ id }) => id)

it('late and due orders come longest overdue first, and those that nobody tracks are left out', async () => {
  const late = await orders.late(tenantA, now, 50)
  expect(idsOf(late)).toEqual([
    'late-1',
    'lost',
    'to-ship-late',
    'rest-to-ship',
    'half',
    'late-2',
    'promised-today',
    'to-ship-today',
    'zero, to ship today',
  ])
  expect(idsOf(await orders.late(tenantA, now, 2))).toEqual(['late-1', 'lost'])
  expect(idsOf(await orders.late(tenantA, now, 0))).toEqual([])
  expect(idsOf(await orders.late(tenantB, now, 50))).toEqual(['other'])
})

it('every tracked order that the domain calls late is among them', async () => {
  const { orders: all } = await orders.list(tenantA, {}, { limit: 50, offset: 0 })
  const isTracked = ({ status, deliveryStatus }: Order) => status !== 'Shipped' || deliveryStatus !== 'shipped'
  const isLate = (order: Order) => isTracked(order) && deliveryOf(order, now).state === 'late'
  const late = idsOf((await orders.late(tenantA, now, 50)).filter(isLate))
  expect(late.toSorted()).toEqual(idsOf(all.filter(isLate)).toSorted())
  expect(late).toContain('late-1')
})

describe('of a tenant with 40,000 orders', () => {
  /** Half arrived, a quarter is untracked, and a quarter is promised for tonight; of those 40 are to be shipped. */
  beforeAll(async () => {
    await testDatabase.superuserQuery(`
      INSERT INTO orders ${columns}
      SELECT 'many-' || n, 'tenant-c', n::text,
        CASE WHEN n % 1000 = 2 THEN 'Unshipped' ELSE 'Shipped' END,
        CASE n % 4 WHEN 0 THEN 'delivered' WHEN 1 THEN 'shipped' WHEN 2 THEN 'in_transit' ELSE 'delivered' END,
        CASE n % 4 WHEN 1 THEN '[]'::jsonb ELSE ${onItsWay} END,
        CASE WHEN n % 4 = 2 THEN timestamptz '2026-02-06T22:59:59Z' ELSE timestamptz '2026-01-01Z' END,
        CASE WHEN n % 2000 = 2 THEN timestamptz '2026-02-01Z' END
      FROM generate_series(1, 40000) AS n`)
    await testDatabase.superuserQuery('VACUUM ANALYZE orders')
  })

  it.each(['force_custom_plan', 'force_generic_plan'])(
    'the late ones are found by reading a bounded number of pages, under row-level security (%s)',
    async (mode) => {
      await using service = await connect(testDatabase.runtimeUrl)
      await service.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}; SET LOCAL orderport.tenant_id = 'tenant-c'`)
      const { rows, pages } = await explained(service, 50)
      expect(rows).toBe(40)
      expect(pages).toBeLessThan(300)
    },
  )
})

async function connect(connectionString: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, query_timeout: 20_000 })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

/** Runs the statement as the service prepares it. Returns how many rows it found and how many pages it read. */
async function explained(client: ClientBase, limit: number): Promise<{ rows: number; pages: number }> {
  const { text, values } = lateStatement('tenant-c', now, limit)
  await client.query(`PREPARE late (text, timestamptz, timestamptz, bigint) AS ${text}`)
  const given = values.map((value) => client.escapeLiteral(String(value))).join(', ')
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT json) EXECUTE late (${given})`,
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {}
  return {
    rows: plan['Actual Rows'] ?? NaN,
    pages: (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN),
  }
}
