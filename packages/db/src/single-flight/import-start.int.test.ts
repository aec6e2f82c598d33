import type { Deadline, ImportStart, Order } from '@orderport/domain'
import { expect, it, vi } from 'vitest'
import { createDatabase, type Database } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { importKey } from '../testing/replicas.ts'
import { channelOrder, tenantA } from '../testing/sample-order.ts'

const never: Deadline = { signal: new AbortController().signal, endsAt: Number.POSITIVE_INFINITY }
const now = '2026-02-06T09:00:00.000Z'

async function fixture() {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const database = started.use(createDatabase({ url: testDatabase.runtimeUrl }))
  const owned = started.move()
  return { testDatabase, database, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function importOrder({ singleFlight }: Database, work: (start: ImportStart) => Promise<Order>) {
  return singleFlight.run({ ...importKey, refresh: true }, never, async (start) => ({
    order: await work(start),
    source: 'amazon_spapi',
  }))
}

function answer(change: Partial<ReturnType<typeof channelOrder>> = {}) {
  return { id: 'ord-1', now, fetched: channelOrder(change), source: 'amazon_spapi' } as const
}

it('an import that waited for the end of the one before it starts with the order that this one stored', async () => {
  await using f = await fixture()
  const { testDatabase, database } = f
  await testDatabase.superuserQuery(
    `INSERT INTO import_flights (tenant_id, external_order_id, channel, expires_at)
     VALUES ($1, $2, 'amazon', clock_timestamp() - interval '1 ms')`,
    [tenantA, importKey.externalOrderId],
  )
  await using ending = await testDatabase.openSuperuserSession()
  await ending.query('BEGIN')
  await ending.query(`UPDATE import_flights SET source = 'amazon_spapi'`)
  const starting = importOrder(database, async ({ stored }) => {
    if (stored === null) throw new Error('The stored order was not seen.')
    return stored
  })
  const waiting = `SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`
  await vi.waitFor(
    async () => expect(await testDatabase.superuserQuery(waiting, [testDatabase.runtimeRole])).toHaveLength(1),
    { timeout: 10_000 },
  )
  await ending.query(
    `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('ord-before', '${tenantA}', '${importKey.externalOrderId}')`,
  )
  await ending.query('COMMIT')
  expect(await starting).toMatchObject({ order: { id: 'ord-before' } })
})

it('what a legacy service writes while Amazon is asked is merged, not overwritten', async () => {
  await using f = await fixture()
  await importOrder(f.database, ({ writer }) => writer.save(answer()))
  const { order } = await importOrder(f.database, async ({ stored, writer }) => {
    expect(stored).toMatchObject({ customerPhone: '+33 1 00 00 00 00' })
    await f.testDatabase.superuserQuery(`UPDATE orders SET customer_phone = '+33 9 99 99 99 99'`)
    return writer.save(answer({ customerPhone: null, sourceUpdatedAt: '2026-02-08T08:00:00.000Z' }))
  })
  expect(order).toMatchObject({ customerPhone: '+33 9 99 99 99 99' })
  expect(await f.database.orders.find(tenantA, importKey)).toEqual(order)
})

it('an order that was deleted while Amazon is asked is stored anew', async () => {
  await using f = await fixture()
  await importOrder(f.database, ({ writer }) => writer.save(answer()))
  const { order } = await importOrder(f.database, async ({ writer }) => {
    await f.testDatabase.superuserQuery('DELETE FROM orders')
    return writer.save({ ...answer(), id: 'ord-2' })
  })
  expect(order).toMatchObject({ id: 'ord-2' })
})

it('an order and the end of its lease are committed together', async () => {
  await using f = await fixture()
  await importOrder(f.database, async ({ writer }) => {
    const saved = await writer.save(answer())
    expect(await f.testDatabase.superuserQuery('SELECT source FROM import_flights')).toEqual([
      { source: 'amazon_spapi' },
    ])
    return saved
  })
})

it('old leases of a tenant don’t pile up: an import in seventeen sweeps them', async () => {
  await using f = await fixture()
  await f.testDatabase.superuserQuery(
    `INSERT INTO import_flights (tenant_id, external_order_id, channel, expires_at)
     SELECT $1, n::text, 'amazon', clock_timestamp() - interval '61 seconds' FROM generate_series(1, 50) AS n`,
    [tenantA],
  )
  for (let index = 0; index < 17; index += 1) await importOrder(f.database, ({ writer }) => writer.save(answer()))
  await vi.waitFor(async () => {
    expect(await f.testDatabase.superuserQuery('SELECT FROM import_flights')).toHaveLength(1)
  })
})
