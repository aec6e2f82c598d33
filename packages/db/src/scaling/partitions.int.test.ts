import type { TestDatabase } from '@orderport/embedded-postgres'
import type { OrderStore } from '@orderport/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migrate } from '../migrate/migrate.ts'
import { manyOrders, observeMainPaths } from '../testing/main-paths.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openSession } from '../testing/open-session.ts'
import { partitionByTenant, partitionedTables, partitions } from '../testing/partitioned-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import { planOf, type PlanStep } from '../testing/statement-plans.ts'

const resources = new AsyncDisposableStack()
let plain: TestDatabase
let partitioned: TestDatabase

/** More than the two tenants of the tests, so that partitions are shared. */
const tenants = [tenantA, tenantB, ...Array.from({ length: 14 }, (_, index) => `tenant-${index}`)]

beforeAll(async () => {
  plain = resources.use(await migratedDatabase())
  partitioned = resources.use(await migratedDatabase())
  for (const database of [plain, partitioned]) await database.superuserQuery(manyOrders(800, tenants))
  await partitionByTenant(partitioned)
  await migrate({ adminUrl: partitioned.ownerUrl })
  for (const database of [plain, partitioned]) await database.superuserQuery('VACUUM ANALYZE orders')
})

afterAll(() => resources.disposeAsync())

it('the main paths read and write the same on partitions as on one table', async () => {
  await using onPlain = createDatabase({ url: plain.runtimeUrl })
  await using onPartitions = createDatabase({ url: partitioned.runtimeUrl })
  expect(await onPartitions.checkRuntimeRole()).toEqual([])
  expect(await onPartitions.status()).toEqual({ pending: [] })
  const observed = await observeMainPaths(onPartitions)
  expect(observed).toEqual(await observeMainPaths(onPlain))
  expect(observed).toMatchObject({
    repeated: { id: `ord-${tenantA}` },
    refreshed: [
      { source: 'amazon_spapi', order: { customerName: 'Zoé Nouvelle', id: `ord-${tenantA}` } },
      { order: { id: `ord-${tenantB}` } },
    ],
  })
})

it('an order that is deleted is gone from the detail, the list and the totals', async () => {
  await using database = createDatabase({ url: partitioned.runtimeUrl })
  const page = { limit: 1, offset: 0 }
  const { total } = await database.orders.list(tenantA, {}, page)
  await partitioned.superuserQuery(`DELETE FROM orders WHERE (tenant_id, id) = ('${tenantA}', 'ord-${tenantA}-7')`)
  expect(await database.orders.get(tenantA, `ord-${tenantA}-7`)).toBeNull()
  expect((await database.orders.list(tenantA, {}, page)).total).toBe(total - 1)
})

describe.each<readonly [string, (orders: OrderStore) => Promise<unknown>]>([
  ['a detail by reference', (orders) => orders.get(tenantA, '171-0007919-0000001')],
  [
    'an import’s look-up',
    (orders) => orders.find(tenantA, { channel: 'amazon', externalOrderId: '171-0007919-0000001' }),
  ],
  ['the first page of the list', (orders) => orders.list(tenantA, {}, { limit: 50, offset: 0 })],
  ['the late orders', (orders) => orders.late(tenantA, '2026-03-01T00:00:00.000Z', 50)],
])('%s', (_name, read) => {
  it('touches one partition, by the indexes that it uses on one table', async () => {
    const { steps: onPlain } = await planOf(plain, read)
    const { steps: onPartitions } = await planOf(partitioned, read)
    expect(tablesIn(onPartitions)).toEqual([expect.stringMatching(/^orders_p\d+$/)])
    // Whether a scan can spare the rows themselves depends on what else runs on the server.
    const indexes = (steps: readonly PlanStep[]) => steps.map(({ index }) => index).filter((index) => index !== null)
    expect(indexes(onPartitions)).toEqual(indexes(onPlain))
    expect(onPartitions.map(({ type }) => type)).not.toContain('Seq Scan')
  })
})

it.each(['171-0007919-0000001', '6B00000000017', '0007919'])(
  'a search for %s reads one partition’s orders, and a few pages of the others’ indexes',
  async (q) => {
    const search = (orders: OrderStore) => orders.list(tenantA, { q }, { limit: 50, offset: 0 })
    const onPlain = await planOf(plain, search)
    const onPartitions = await planOf(partitioned, search)
    expect(tablesIn(onPartitions.steps)).toEqual([expect.stringMatching(/^orders_p\d+$/)])
    expect(onPartitions.pages).toBeLessThan(onPlain.pages + 12 * partitions)
  },
)

/** Returns the partitions, or the table, whose rows were read. */
function tablesIn(steps: readonly PlanStep[]): readonly string[] {
  return [...new Set(steps.map(({ table }) => table ?? '').filter((table) => table.startsWith('orders')))]
}

describe('isolation', () => {
  it('shows each tenant its rows through the table, and nobody a partition', async () => {
    await using session = await openSession(partitioned)
    await session.query(`SET ROLE ${partitioned.runtimeRole}`)
    for (const [setting, expected] of [
      ['', 0],
      [tenantA, 1],
    ] as const) {
      await session.query('BEGIN')
      await session.query("SELECT set_config('orderport.tenant_id', $1, true)", [setting])
      const { rowCount } = await session.query('SELECT DISTINCT tenant_id FROM orders')
      expect(rowCount).toBe(expected)
      await session.query('ROLLBACK')
    }
    for (const table of partitionedTables) {
      await expect(session.query(`SELECT FROM ${table}_p0`)).rejects.toThrow(/permission denied/)
    }
  })

  it('hides the rows of a partition from the owner too', async () => {
    await using session = await openSession(partitioned)
    const owner = new URL(partitioned.ownerUrl).username
    await session.query(`SET ROLE ${owner}; SET orderport.tenant_id = '${tenantA}'`)
    for (let number = 0; number < partitions; number += 1) {
      expect((await session.query(`SELECT FROM orders_p${number}`)).rowCount).toBe(0)
    }
    await expect(
      session.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('x', '${tenantB}', 'x')`),
    ).rejects.toThrow(/row-level security/)
  })

  it('lets the service append to the audit, and nothing else', async () => {
    await partitioned.superuserQuery('DROP TABLE audit_event_unpartitioned')
    await using database = createDatabase({ url: partitioned.runtimeUrl })
    const event = {
      actor: 'a',
      method: 'peer',
      action: 'orders.get',
      subject: null,
      outcome: 'ok',
      requestId: 'r',
    } as const
    await database.audit.record(tenantB, event)
    const [row] = await partitioned.superuserQuery(`SELECT actor FROM audit_event WHERE tenant_id = '${tenantB}'`)
    expect(row).toEqual({ actor: 'a' })
    await using session = await openSession(partitioned)
    await session.query(`SET ROLE ${partitioned.runtimeRole}`)
    await expect(session.query('SELECT FROM audit_event')).rejects.toThrow(/permission denied/)
  })
})

it('what others write while the rows are copied is in the partitions too, and their prepared reads go on', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(manyOrders(2000, [tenantA]))
  await using running = createDatabase({ url: database.runtimeUrl, poolSize: 2 })
  const read = () => running.orders.list(tenantA, { q: '171-0007919-0000001' }, { limit: 10, offset: 0 })
  const before = await read()
  expect(before.total).toBe(1)
  await using operator = await openSession(database)
  await using service = await openSession(database)
  await service.query(`SET ROLE ${database.runtimeRole}; SET orderport.tenant_id = '${tenantA}'`)
  const copied = new AbortController()
  async function write(): Promise<number> {
    let number = 0
    while (!copied.signal.aborted) {
      number += 1
      const [changed, gone] = [(number * 13) % 2000, (number * 17) % 2000].map((i) => `ord-${tenantA}-${i}`)
      await service.query(`UPDATE orders SET customer_name = 'changed ${number}' WHERE id = '${changed}'`)
      await operator.query(`DELETE FROM orders WHERE id = '${gone}'`)
      await service.query(
        `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('ord-${number}', '${tenantA}', 'new-${number}')`,
      )
    }
    return number
  }
  let writing = Promise.resolve(0)
  await partitionByTenant(database, {
    beforeCopy: async () => {
      writing = write()
    },
    beforeSwitch: async () => {
      copied.abort()
      expect(await writing).toBeGreaterThan(0)
      const differences = `(TABLE orders EXCEPT ALL TABLE orders_by_tenant)
        UNION ALL (TABLE orders_by_tenant EXCEPT ALL TABLE orders)`
      expect(await database.superuserQuery(differences)).toEqual([])
      await database.superuserQuery(
        `UPDATE orders SET customer_name = 'x' WHERE external_order_id = '171-0007919-0000001'`,
      )
    },
  })
  const [order] = before.orders
  expect(await read()).toEqual({ ...before, orders: [{ ...order, customerName: 'x' }] })
})

it('preparations that are abandoned leave the table as it was', async () => {
  await using database = await migratedDatabase()
  const state = `SELECT relname AS name, relkind, relhastriggers FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT policyname, 'p', true FROM pg_policies ORDER BY name`
  const before = await database.superuserQuery(state)
  const stopped = partitionByTenant(database, {
    beforeCopy: async () => {
      for (const table of partitionedTables) {
        await database.superuserQuery(`CALL orderport_partitioning.abandon('${table}')`)
      }
      throw new Error('abandoned')
    },
  })
  await expect(stopped).rejects.toThrow('abandoned')
  // PostgreSQL looks again whether a table has triggers when it is vacuumed.
  await database.superuserQuery('VACUUM orders, audit_event')
  expect(await database.superuserQuery(state)).toEqual(before)
})
