import { expect, it } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { importFixture, later, pageOrder, referenceOf } from '../testing/import-fixture.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const now = '2026-02-10T12:00:00.000Z'
const morning = { from: '2026-02-10T06:00:00.000Z', to: '2026-02-10T08:00:00.000Z' }
const present = { checkedBefore: now, now }
const fresh = { token: null, restarts: 0, pausedUntil: null }
const noon = { from: '2026-02-10T07:55:00.000Z', to: '2026-02-10T11:58:00.000Z' }

it('a sweep goes on from page to page, and its end is where the next one begins', async () => {
  await using fixture = await importFixture()
  const { sweeps, orders } = fixture.database
  expect(await sweeps.find(tenantA, 'amazon')).toEqual({ sweptThrough: null, open: null })
  await sweeps.begin(tenantA, 'amazon', morning)
  await sweeps.begin(tenantA, 'amazon', noon)
  expect(await sweeps.find(tenantA, 'amazon')).toEqual({ sweptThrough: null, open: { ...morning, ...fresh } })
  const first = { token: null, nextToken: 'second', orders: [pageOrder(1)], now }
  expect(await sweeps.savePage(tenantA, 'amazon', first)).toBe(true)
  expect(await sweeps.savePage(tenantA, 'amazon', { ...first, orders: [pageOrder(2)] })).toBe(false)
  expect(await sweeps.find(tenantA, 'amazon')).toMatchObject({ sweptThrough: null, open: { token: 'second' } })
  await Promise.all([1, 2].map(() => sweeps.restart(tenantA, 'amazon', now)))
  const restarted = { ...morning, token: null, restarts: 1, pausedUntil: now }
  expect(await sweeps.find(tenantA, 'amazon')).toMatchObject({ open: restarted })
  const last = { token: null, nextToken: null, orders: [pageOrder(1), pageOrder(3)], now }
  expect(await sweeps.savePage(tenantA, 'amazon', last)).toBe(true)
  expect(await sweeps.savePage(tenantA, 'amazon', last)).toBe(false)
  expect(await sweeps.find(tenantA, 'amazon')).toEqual({ sweptThrough: morning.to, open: null })
  await sweeps.begin(tenantA, 'amazon', noon)
  expect(await sweeps.find(tenantA, 'amazon')).toEqual({ sweptThrough: morning.to, open: { ...noon, ...fresh } })
  expect(await sweeps.find(tenantB, 'amazon')).toEqual({ sweptThrough: null, open: null })
  expect(await orders.list(tenantA, {}, { limit: 10, offset: 0 })).toMatchObject({ total: 2 })
})

it('a page saved by two workers at once is saved once', async () => {
  await using fixture = await importFixture()
  const { sweeps } = fixture.database
  await sweeps.begin(tenantA, 'amazon', morning)
  const page = { token: null, nextToken: null, orders: [pageOrder(1)], now }
  const saved = await Promise.all([1, 2, 3, 4].map(() => sweeps.savePage(tenantA, 'amazon', page)))
  expect(saved.filter(Boolean)).toHaveLength(1)
})

it('the orders to refresh come as agents open them: due or late, recently shipped, newest', async () => {
  await using fixture = await importFixture()
  const { sweeps } = fixture.database
  const nothingDue = { estimatedDeliveryAt: null, latestShipDate: null, packages: [], shippedAt: null }
  const inTransit = { ...nothingDue, status: 'Shipped', shippedAt: '2026-02-08T08:00:00.000Z' } as const
  const unshipped = { ...nothingDue, status: 'Unshipped' } as const
  await sweeps.begin(tenantA, 'amazon', morning)
  await sweeps.savePage(tenantA, 'amazon', {
    token: null,
    nextToken: null,
    now: '2026-02-10T11:00:00.000Z',
    orders: [
      pageOrder(1, { ...unshipped, orderDate: '2026-02-01T00:00:00.000Z' }),
      pageOrder(2, { ...unshipped, orderDate: '2026-02-09T00:00:00.000Z' }),
      pageOrder(3, { ...inTransit, orderDate: '2026-02-02T00:00:00.000Z' }),
      pageOrder(4, { ...inTransit, shippedAt: '2025-12-01T00:00:00.000Z', orderDate: '2025-11-30T00:00:00.000Z' }),
      pageOrder(5, { ...unshipped, latestShipDate: '2026-02-10T22:59:59.000Z', orderDate: '2026-01-01T00:00:00.000Z' }),
      pageOrder(6, { ...inTransit, estimatedDeliveryAt: '2026-02-09T22:59:59.000Z', saidDeliveryStatus: 'in_transit' }),
      pageOrder(7, { ...inTransit, saidDeliveryStatus: 'delivered', deliveredAt: '2026-02-09T10:00:00.000Z' }),
      pageOrder(8, { ...nothingDue, status: 'Canceled' }),
      pageOrder(9, { ...nothingDue, status: 'Pending', totalAmount: null, orderDate: '2026-01-31T00:00:00.000Z' }),
    ],
  })
  await fixture.sql(`UPDATE orders SET checked_at = '${now}' WHERE external_order_id = '${referenceOf(2)}'`)
  const all = [6, 5, 3, 1, 9, 4].map(referenceOf)
  expect(await sweeps.refreshable(tenantA, 'amazon', present, 10)).toEqual(all)
  expect(await sweeps.refreshable(tenantA, 'amazon', present, 2)).toEqual(all.slice(0, 2))
  expect(await sweeps.refreshable(tenantA, 'amazon', { ...present, checkedBefore: later }, 10)).toEqual([])
  expect(await sweeps.refreshable(tenantA, 'other', present, 10)).toEqual([])
  expect(await sweeps.refreshable(tenantB, 'amazon', present, 10)).toEqual([])
})

it('an order that has not changed for a month comes once a day', async () => {
  await using fixture = await importFixture()
  const { sweeps } = fixture.database
  await sweeps.begin(tenantA, 'amazon', morning)
  const orders = [pageOrder(1, { status: 'Unshipped', shippedAt: null, packages: [] })]
  await sweeps.savePage(tenantA, 'amazon', { token: null, nextToken: null, orders, now })
  const set = (changed: string, checked: string) =>
    fixture.sql(`UPDATE orders SET source_updated_at = '${now}'::timestamptz - interval '${changed}',
      checked_at = '${now}'::timestamptz - interval '${checked}'`)
  const isFound = async () => {
    const stale = { checkedBefore: new Date(Date.parse(now) - 240_000).toISOString(), now }
    return (await sweeps.refreshable(tenantA, 'amazon', stale, 10)).length === 1
  }
  await set('29 days', '5 minutes')
  expect(await isFound()).toBe(true)
  await set('31 days', '23 hours')
  expect(await isFound()).toBe(false)
  await set('31 days', '25 hours')
  expect(await isFound()).toBe(true)
})

it('an order that fails is left alone, longer each time, until a check of it succeeds', async () => {
  await using fixture = await importFixture()
  const { sweeps } = fixture.database
  const key = { channel: 'amazon', externalOrderId: referenceOf(1) }
  await sweeps.begin(tenantA, 'amazon', morning)
  const orders = [1, 2].map((number) => pageOrder(number, { status: 'Unshipped', shippedAt: null, packages: [] }))
  await sweeps.savePage(tenantA, 'amazon', { token: null, nextToken: null, orders, now })
  const after = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()
  const isTried = async (minutes: number) => {
    const stale = { checkedBefore: after(minutes), now: after(minutes) }
    return (await sweeps.refreshable(tenantA, 'amazon', stale, 10)).includes(referenceOf(1))
  }
  expect(await isTried(0)).toBe(true)
  expect(await sweeps.noteRefreshFailure(tenantA, key, now)).toBe(1)
  expect([await isTried(9), await isTried(11)]).toEqual([false, true])
  expect(await sweeps.noteRefreshFailure(tenantA, key, after(11))).toBe(2)
  expect([await isTried(30), await isTried(32)]).toEqual([false, true])
  for (let failures = 3; failures <= 20; failures += 1) {
    expect(await sweeps.noteRefreshFailure(tenantA, key, after(32))).toBe(failures)
  }
  const day = 24 * 60
  expect([await isTried(31 + day), await isTried(33 + day)]).toEqual([false, true])
  await fixture.sql(`UPDATE orders SET checked_at = '${after(40)}' WHERE external_order_id = '${referenceOf(1)}'`)
  expect(await isTried(60), 'somebody’s import has found it').toBe(true)
  expect(await sweeps.noteRefreshFailure(tenantA, key, after(60))).toBe(1)
  const month = 31 * day
  await sweeps.noteRefreshFailure(tenantA, { ...key, externalOrderId: referenceOf(2) }, after(60 + month))
  expect(await fixture.sql('SELECT external_order_id AS reference FROM refresh_failures')).toEqual([
    { reference: referenceOf(2) },
  ])
})

it('the worker sees the connections of all tenants, and nothing else of them', async () => {
  await using fixture = await importFixture()
  const connection = (tenant: string, status: string) =>
    `INSERT INTO channel_connections (tenant_id, channel, status, updated_at) VALUES ('${tenant}', 'amazon', '${status}', now())`
  await fixture.sql([connection(tenantA, 'active'), connection(tenantB, 'reauth_required')].join(';'))
  await fixture.sql([connection('tenant-c', 'disabled'), connection('../odd', 'active')].join(';'))
  expect(await fixture.database.sweeps.connections()).toEqual([
    { tenantId: tenantA, channel: 'amazon', status: 'active' },
    { tenantId: tenantB, channel: 'amazon', status: 'reauth_required' },
  ])
  const [rights] = await fixture.sql(`
    SELECT rolname AS owner, prosecdef AS definer, rolcanlogin AS login, proacl::text AS acl
    FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner WHERE proname = 'list_connections'`)
  expect(rights).toEqual({
    owner: 'orderport_search',
    definer: true,
    login: false,
    acl: '{orderport_search=X/orderport_search,orderport_app=X/orderport_search}',
  })
  const readable = await fixture.sql(`
    SELECT attname AS name FROM pg_attribute WHERE attrelid = 'channel_connections'::regclass AND attnum > 0
      AND has_column_privilege('orderport_search', attrelid, attnum, 'SELECT') ORDER BY attname`)
  expect(readable.map(({ name }) => name)).toEqual(['channel', 'status', 'tenant_id'])
})

it('the worker finds whose a selling account is, and reads nothing else of the claims', async () => {
  await using fixture = await importFixture()
  const { sweeps } = fixture.database
  await fixture.sql(`
    INSERT INTO seller_claims (tenant_id, channel, kind, value, selling_account) VALUES
      ('${tenantA}', 'amazon', 'account', 'A1SELLER', 'A1Seller'), ('${tenantA}', 'amazon', 'authorisation', 'A2', 'A1Seller'),
      ('${tenantB}', 'other', 'account', 'A1SELLER', 'A1SELLER'), ('../odd', 'amazon', 'account', 'A3', 'A3')`)
  const found = ['A1SELLER', 'a1seller', 'A2', 'A3', '%'].map((id) => sweeps.tenantOfSeller('amazon', id))
  expect(await Promise.all(found)).toEqual([tenantA, tenantA, null, null, null])
  expect(await sweeps.tenantOfSeller('other', 'A1SELLER')).toBe(tenantB)
  const [rights] = await fixture.sql(`
    SELECT rolname AS owner, prosecdef AS definer, proacl::text AS acl
    FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner WHERE proname = 'tenant_of_seller'`)
  expect(rights).toEqual({
    owner: 'orderport_search',
    definer: true,
    acl: '{orderport_search=X/orderport_search,orderport_app=X/orderport_search}',
  })
  const readable = await fixture.sql(`
    SELECT attname AS name FROM pg_attribute WHERE attrelid = 'seller_claims'::regclass AND attnum > 0
      AND has_column_privilege('orderport_search', attrelid, attnum, 'SELECT') ORDER BY attname`)
  expect(readable.map(({ name }) => name)).toEqual(['channel', 'kind', 'tenant_id', 'value'])
})

it('a database whose search role is older lets the worker see the connections once it is migrated', async () => {
  await using fixture = await importFixture()
  await fixture.sql(`
    DROP FUNCTION list_connections(); DROP POLICY search ON channel_connections;
    REVOKE ALL ON channel_connections FROM orderport_search;
    DELETE FROM _prisma_migrations WHERE migration_name = '20261126001000_connections_of_all_tenants';
    INSERT INTO channel_connections (tenant_id, channel, status, updated_at)
    VALUES ('${tenantA}', 'amazon', 'active', now()), ('${tenantB}', 'amazon', 'active', now())`)
  await expect(fixture.database.sweeps.connections()).rejects.toThrow(/list_connections/)
  await migrate({ adminUrl: fixture.testDatabase.ownerUrl })
  expect(await fixture.database.sweeps.connections()).toMatchObject([{ tenantId: tenantA }, { tenantId: tenantB }])
  expect(await fixture.database.checkRuntimeRole()).toEqual([])
})
