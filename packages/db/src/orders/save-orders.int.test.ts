import type { NewOrder } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { holdLeases, writerFor } from '../testing/held-lease.ts'
import { page, pageOrder, referenceOf } from '../testing/import-fixture.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { newOrder } from '../testing/order-fixture.ts'
import { openSession } from '../testing/open-session.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { channelOrder, tenantA, tenantB } from '../testing/sample-order.ts'
import { retryDeadlocks } from '../tenant-database/retry-deadlocks.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { saveOrders } from './save-orders.ts'

interface Fixture extends AsyncDisposable {
  readonly testDatabase: TestDatabase
  readonly withTenant: WithTenant
  save(orders: readonly NewOrder[]): Promise<ReadonlyMap<string, string>>
}

async function openFixture(): Promise<Fixture> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const { withTenant, close } = openTenantDatabase(testDatabase.runtimeUrl, {
    poolSize: 8,
    connectTimeoutMs: 20_000,
    statementTimeoutMs: 20_000,
  })
  started.defer(close)
  const owned = started.move()
  const options = { tenantId: tenantA, channel: 'amazon' }
  return {
    testDatabase,
    withTenant,
    save: (orders) =>
      retryDeadlocks(() => withTenant(tenantA).transaction((query) => saveOrders(query, options, orders))),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('stores new orders and merges known ones, and says which had something new', async () => {
  await using fixture = await openFixture()
  expect(Object.fromEntries(await fixture.save(page([1, 2], [null, null]).orders))).toEqual({
    [referenceOf(1)]: 'stored',
    [referenceOf(2)]: 'stored',
  })
  const newer = { sourceUpdatedAt: '2026-02-07T08:00:00.000Z' }
  const older = { sourceUpdatedAt: '2026-02-01T08:00:00.000Z', customerName: 'Zoé Ancienne' }
  const orders = [pageOrder(2, older), pageOrder(1, { ...newer, carrier: 'DHL' }), pageOrder(3)]
  expect(Object.fromEntries(await fixture.save(orders))).toEqual({
    [referenceOf(1)]: 'stored',
    [referenceOf(2)]: 'unchanged',
    [referenceOf(3)]: 'stored',
  })
  const rows = await fixture.testDatabase.superuserQuery(
    'SELECT carrier, customer_name AS name, tenant_id AS tenant FROM orders ORDER BY external_order_id',
  )
  const known = { carrier: 'La Poste', name: 'Zoé Exemple', tenant: tenantA }
  expect(rows).toEqual([{ ...known, carrier: 'DHL' }, known, known])
})

it('an order that is in the list twice is merged twice, and stored once', async () => {
  await using fixture = await openFixture()
  const newer = pageOrder(1, { sourceUpdatedAt: '2026-02-07T08:00:00.000Z', carrier: 'DHL' })
  for (const orders of [
    [newer, pageOrder(1)],
    [pageOrder(1), newer],
  ]) {
    await fixture.testDatabase.superuserQuery('DELETE FROM orders')
    expect([...(await fixture.save(orders))]).toEqual([[referenceOf(1), 'stored']])
    expect(await fixture.testDatabase.superuserQuery('SELECT carrier FROM orders')).toEqual([{ carrier: 'DHL' }])
  }
})

it('lists with the same orders in another sequence, saved at once, neither lose nor double one', async () => {
  await using fixture = await openFixture()
  const numbers = Array.from({ length: 30 }, (_, index) => index)
  const lists = Array.from({ length: 8 }, (_, list) => {
    const orders = numbers.map((number) =>
      pageOrder(number, { sourceUpdatedAt: `2026-02-07T08:00:0${list}.000Z`, carrier: `Carrier ${list}` }),
    )
    return list % 2 === 0 ? orders : orders.toReversed()
  })
  const saved = await Promise.all(lists.map((orders) => fixture.save(orders)))
  for (const states of saved) expect(states.size).toBe(numbers.length)
  const rows = await fixture.testDatabase.superuserQuery(
    'SELECT DISTINCT carrier, count(*)::int FROM orders GROUP BY 1',
  )
  expect(rows).toEqual([{ carrier: 'Carrier 7', count: numbers.length }])
})

it('an order that somebody else inserts meanwhile is merged into theirs', async () => {
  await using fixture = await openFixture()
  await using session = await openSession(fixture.testDatabase)
  await session.query(`BEGIN; INSERT INTO orders (id, tenant_id, external_order_id, customer_phone)
    VALUES ('ord-theirs', '${tenantA}', '${referenceOf(1)}', '+33 1 11 11 11 11')`)
  const saving = fixture.save([pageOrder(1, { customerPhone: null })])
  const waiting = `SELECT FROM pg_stat_activity
    WHERE usename = '${fixture.testDatabase.runtimeRole}' AND wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect(await fixture.testDatabase.superuserQuery(waiting)).toHaveLength(1), {
    timeout: 20_000,
  })
  await session.query('COMMIT')
  expect([...(await saving)]).toEqual([[referenceOf(1), 'stored']])
  const rows = await fixture.testDatabase.superuserQuery('SELECT id, customer_phone AS phone, carrier FROM orders')
  expect(rows).toEqual([{ id: 'ord-theirs', phone: '+33 1 11 11 11 11', carrier: 'La Poste' }])
})

it('a click’s import and a page of the same order merge, in whatever sequence they come', async () => {
  await using fixture = await openFixture()
  await holdLeases(fixture.testDatabase)
  const sample = channelOrder()
  const click = (number: number) =>
    writerFor(fixture.withTenant).save(
      newOrder(`ord-click-${number}`, { ...sample, sourceUpdatedAt: '2026-02-07T08:00:00.000Z', carrier: 'DHL' }),
    )
  const ofPage = (number: number): NewOrder => ({ ...pageOrder(1), id: `ord-page-${number}`, fetched: sample })
  await Promise.allSettled([
    click(0),
    ...Array.from({ length: 6 }, (_, number) => fixture.save([ofPage(number), pageOrder(number)])),
  ])
  const rows = await fixture.testDatabase.superuserQuery(
    `SELECT carrier FROM orders WHERE external_order_id = '${sample.externalOrderId}'`,
  )
  expect(rows).toEqual([{ carrier: 'DHL' }])
})

it('another tenant’s order of the same reference stays as it is', async () => {
  await using fixture = await openFixture()
  const options = { tenantId: tenantB, channel: 'amazon' }
  await fixture
    .withTenant(tenantB)
    .transaction((query) => saveOrders(query, options, [pageOrder(1, { carrier: 'DHL' })]))
  await fixture.save([pageOrder(1)])
  const rows = await fixture.testDatabase.superuserQuery('SELECT tenant_id AS tenant, carrier FROM orders ORDER BY 1')
  expect(rows).toEqual([
    { tenant: tenantA, carrier: 'La Poste' },
    { tenant: tenantB, carrier: 'DHL' },
  ])
})
