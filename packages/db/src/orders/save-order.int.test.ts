import { isDeepStrictEqual } from 'node:util'
import { makeStub, type ChannelOrder, type Order, type Stub, type OrderStore, type TenantId } from '@orderport/domain'
import { expect, test } from 'vitest'
import { createDatabase } from '../database.ts'
import { heldFence, holdFlights } from '../testing/held-flight.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { channelOrder, orderLine, tenantA, tenantB } from '../testing/sample-order.ts'

const firstImport = '2026-02-06T09:00:00.000Z'
const later = '2026-02-07T09:00:00.000Z'
const reference = channelOrder().externalOrderId
const key = { channel: 'amazon', externalOrderId: reference }

async function save(
  orders: OrderStore,
  id: string,
  fetched: ChannelOrder,
  tenantId: TenantId = tenantA,
): Promise<Order> {
  const now = id === 'ord-1' ? firstImport : later
  const input = { id, now, channel: 'amazon', fetched, fence: heldFence }
  expect(await orders.save(tenantId, input)).toBe('stored')
  const stored = await orders.find(tenantId, key)
  if (stored === null) throw new Error('The order that was saved is not there.')
  return stored
}

function saveStub(orders: OrderStore, id: string): Promise<string> {
  return orders.saveStub(tenantA, { stub: stub(id), fence: heldFence })
}

function stub(id: string): Stub {
  const identity = { id, tenantId: tenantA, ...key, importedAt: firstImport, orderDate: null }
  return makeStub(identity, { customerName: 'Zoé du message' })
}

async function stores(): Promise<AsyncDisposable & { orders: OrderStore; sql: Sql }> {
  const testDatabase = await migratedDatabase()
  await holdFlights(testDatabase)
  const database = createDatabase({ url: testDatabase.runtimeUrl })
  return {
    orders: database.orders,
    sql: (text) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await testDatabase[Symbol.asyncDispose]()
    },
  }
}

type Sql = (text: string) => Promise<readonly Record<string, unknown>[]>

test('an order is stored with all its facts and read back the same', async () => {
  await using fixture = await stores()
  const fetched = channelOrder()
  const saved = await save(fixture.orders, 'ord-1', fetched)
  const { rawData, ...facts } = fetched
  expect(saved).toEqual({
    ...facts,
    id: 'ord-1',
    tenantId: tenantA,
    channel: 'amazon',
    orderSource: 'amazon_spapi',
    importedAt: firstImport,
    updatedAt: firstImport,
  })
  expect(await fixture.orders.find(tenantA, key)).toEqual(saved)
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: rawData }])
})

test('facts that the marketplace did not give are NULL, not zero and not 1970', async () => {
  await using fixture = await stores()
  const pending = channelOrder({
    status: 'Pending',
    totalAmount: null,
    orderDate: null,
    products: [],
    shippingAddress: null,
  })
  const saved = await save(fixture.orders, 'ord-1', pending)
  expect(saved).toMatchObject({ totalAmount: null, orderDate: null, shippingAddress: null, products: [] })
  expect(saved.orderSource).toBe('amazon_spapi')
})

test('an order that completes a stub keeps the id of the stub, and the day it was imported', async () => {
  await using fixture = await stores()
  await saveStub(fixture.orders, 'ord-stub')
  const saved = await save(fixture.orders, 'ord-2', channelOrder({ customerName: null }))
  expect(saved).toMatchObject({
    id: 'ord-stub',
    orderSource: 'amazon_spapi',
    totalAmount: '29.90',
    customerName: 'Zoé du message',
    importedAt: firstImport,
    updatedAt: later,
  })
})

test('an order without any fact completes a stub too', async () => {
  await using fixture = await stores()
  await saveStub(fixture.orders, 'ord-stub')
  const empty = channelOrder({ ...makeStub(stub('x'), {}), status: 'Unshipped', rawData: { orderId: reference } })
  expect(await save(fixture.orders, 'ord-2', empty)).toMatchObject({ id: 'ord-stub', orderSource: 'amazon_spapi' })
})

test('a stub is made once, and never over a real order', async () => {
  await using fixture = await stores()
  expect(await saveStub(fixture.orders, 'ord-s1')).toBe('created')
  const made = await fixture.orders.find(tenantA, key)
  expect(made).toEqual({ ...stub('ord-s1'), totalAmount: '0.00' })
  expect(await saveStub(fixture.orders, 'ord-s2')).toBe('present')
  expect(await fixture.orders.find(tenantA, key)).toEqual(made)
  const real = await save(fixture.orders, 'ord-2', channelOrder())
  expect(await saveStub(fixture.orders, 'ord-s3')).toBe('present')
  expect(await fixture.orders.find(tenantA, key)).toEqual(real)
})

test('a refresh merges: what the answer leaves out stays', async () => {
  await using fixture = await stores()
  await save(fixture.orders, 'ord-1', channelOrder())
  const thinner = channelOrder({
    customerName: null,
    customerEmail: null,
    totalAmount: null,
    products: [orderLine({ name: null, quantityShipped: 0 })],
    status: 'Canceled',
    sourceUpdatedAt: '2026-02-08T00:00:00.000Z',
  })
  expect(await save(fixture.orders, 'ord-2', thinner)).toMatchObject({
    id: 'ord-1',
    status: 'Canceled',
    totalAmount: '29.90',
    customerName: 'Zoé Exemple',
    products: [{ name: 'Câble', quantityShipped: 0 }],
    updatedAt: later,
  })
})

test('an answer older than what is stored writes nothing', async () => {
  await using fixture = await stores()
  const stored = await save(fixture.orders, 'ord-1', channelOrder())
  const before = await fixture.sql('SELECT orders.*, xmin FROM orders')
  const older = channelOrder({ status: 'Pending', sourceUpdatedAt: '2026-02-01T00:00:00.000Z', rawData: {} })
  expect(await save(fixture.orders, 'ord-2', older)).toEqual(stored)
  expect(await fixture.sql('SELECT orders.*, xmin FROM orders')).toEqual(before)
})

test('the version that is stored, once more, writes nothing', async () => {
  await using fixture = await stores()
  const stored = await save(fixture.orders, 'ord-1', channelOrder())
  const before = await fixture.sql('SELECT orders.*, xmin FROM orders')
  expect(await save(fixture.orders, 'ord-2', channelOrder({ totalAmount: '29.9' }))).toEqual(stored)
  expect(await fixture.sql('SELECT orders.*, xmin FROM orders')).toEqual(before)
})

test('a total with a third decimal, once more, moved updatedAt each time', async () => {
  await using fixture = await stores()
  const fetched = channelOrder({ totalAmount: '29.995' })
  const stored = await save(fixture.orders, 'ord-1', fetched)
  expect(stored).toMatchObject({ totalAmount: '30.00' })
  expect(await save(fixture.orders, 'ord-2', fetched)).toEqual(stored)
})

test.each(['1234567890123.45', '9999999999.995', '-10000000000'])(
  'an order with a total of %s could never be imported',
  async (totalAmount) => {
    await using fixture = await stores()
    const fetched = channelOrder({ totalAmount, products: [], rawData: { total: totalAmount } })
    const stored = await save(fixture.orders, 'ord-1', fetched)
    expect(stored).toMatchObject({ totalAmount: null, orderSource: 'amazon_spapi' })
    expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { total: totalAmount } }])
    expect(await save(fixture.orders, 'ord-2', fetched)).toEqual(stored)
  },
)

test('an answer of 200 levels is stored whole, and one of 100,000 was an overflow of the stack', async () => {
  await using fixture = await stores()
  await save(fixture.orders, 'ord-1', channelOrder({ rawData: { deep: nested(200) } }))
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { deep: nested(200) } }])
  const deeper = { rawData: { deep: nested(100_000), last: 1 }, sourceUpdatedAt: '2026-02-08T00:00:00.000Z' }
  await save(fixture.orders, 'ord-2', channelOrder(deeper))
  expect(await fixture.sql(`SELECT raw_data -> 'last' AS last FROM orders`)).toEqual([{ last: 1 }])
})

/** As an answer's text gives it. */
function nested(levels: number): unknown {
  return JSON.parse('{"a":['.repeat(levels / 2) + ']}'.repeat(levels / 2))
}

test('the version that is stored is written when it adds a fact', async () => {
  await using fixture = await stores()
  await save(fixture.orders, 'ord-1', channelOrder({ customerPhone: null }))
  expect(await save(fixture.orders, 'ord-2', channelOrder())).toMatchObject({
    customerPhone: '+33 1 00 00 00 00',
    updatedAt: later,
  })
})

test('ten simultaneous saves of one order make one row, and all of them get its id', async () => {
  await using fixture = await stores()
  const ids = Array.from({ length: 10 }, (_, index) => `ord-${index}`)
  const saved = await Promise.all(ids.map((id) => save(fixture.orders, id, channelOrder())))
  expect(new Set(saved.map(({ id }) => id)).size).toBe(1)
  expect(await fixture.sql('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 1 }])
})

test('of simultaneous answers none is lost: each merges into the one before it', async () => {
  await using fixture = await stores()
  const lines = Array.from({ length: 10 }, (_, index) => orderLine({ orderItemId: `line-${index}` }))
  await Promise.all(lines.map((line) => save(fixture.orders, 'ord-1', channelOrder({ products: [line] }))))
  const stored = await fixture.orders.find(tenantA, key)
  expect(stored?.products.map(({ orderItemId }) => orderItemId).toSorted()).toEqual(
    lines.map(({ orderItemId }) => orderItemId),
  )
})

test('simultaneous stubs and saves of one order end as one real order', async () => {
  await using fixture = await stores()
  const calls = Array.from({ length: 5 }, (_, index) => [
    saveStub(fixture.orders, `ord-s${index}`),
    save(fixture.orders, `ord-o${index}`, channelOrder()),
  ])
  await Promise.all(calls.flat())
  expect(await fixture.orders.list(tenantA, {}, { limit: 10, offset: 0 })).toMatchObject({
    total: 1,
    orders: [{ orderSource: 'amazon_spapi' }],
  })
})

test('two tenants hold one reference each, and neither sees the other', async () => {
  await using fixture = await stores()
  const a = await save(fixture.orders, 'ord-a', channelOrder())
  const b = await save(fixture.orders, 'ord-b', channelOrder({ customerName: 'Client de B' }), tenantB)
  expect([a.id, b.id]).toEqual(['ord-a', 'ord-b'])
  expect(await fixture.orders.find(tenantB, key)).toEqual(b)
  expect(await fixture.orders.get(tenantB, reference)).toEqual(b)
  expect(await fixture.orders.get(tenantB, 'ord-a')).toBeNull()
  expect(await fixture.orders.list(tenantB, {}, { limit: 10, offset: 0 })).toMatchObject({ total: 1, orders: [b] })
})

test('an id that another row has is refused, and nothing is stored', async () => {
  await using fixture = await stores()
  await save(fixture.orders, 'ord-1', channelOrder(), tenantB)
  await expect(save(fixture.orders, 'ord-1', channelOrder())).rejects.toThrow(/another row/)
  await expect(saveStub(fixture.orders, 'ord-1')).rejects.toThrow(/another row/)
  expect(await fixture.sql('SELECT tenant_id FROM orders')).toEqual([{ tenant_id: tenantB }])
})

test('what Postgres can not hold in a text is left out of it', async () => {
  await using fixture = await stores()
  const line = orderLine({ name: 'Câble\0\ud800' })
  const odd = channelOrder({ customerName: 'Z\0oé', products: [line], rawData: { 'a\0': ['b\0'] } })
  expect(await save(fixture.orders, 'ord-1', odd)).toMatchObject({
    customerName: 'Zoé',
    products: [{ name: 'Câble\ufffd' }],
  })
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { a: ['b'] } }])
})

test('dates and dedicated columns are right on a server in another time zone', async () => {
  await using testDatabase = await migratedDatabase()
  await holdFlights(testDatabase)
  await testDatabase.superuserQuery(`ALTER ROLE ${testDatabase.runtimeRole} SET TimeZone = 'Asia/Kolkata'`)
  await testDatabase.superuserQuery(`ALTER ROLE ${testDatabase.runtimeRole} SET DateStyle = 'SQL, DMY'`)
  await using database = createDatabase({ url: testDatabase.runtimeUrl })
  const saved = await save(database.orders, 'ord-1', channelOrder())
  expect(saved.orderDate).toBe('2026-02-05T10:11:12.345Z')
  const [row] = await testDatabase.superuserQuery(
    `SELECT order_date = '2026-02-05T10:11:12.345Z'::timestamptz AS same FROM orders`,
  )
  expect(isDeepStrictEqual(row, { same: true })).toBe(true)
})

test('a flight that was taken over writes nothing: neither an order, nor a stub, nor a merge', async () => {
  await using fixture = await stores()
  const overtaken = { id: 'ord-9', now: later, channel: 'amazon', fence: heldFence - 1n }
  expect(await fixture.orders.save(tenantA, { ...overtaken, fetched: channelOrder() })).toBe('overtaken')
  expect(await fixture.orders.saveStub(tenantA, { stub: stub('ord-s9'), fence: overtaken.fence })).toBe('overtaken')
  expect(await fixture.sql('SELECT FROM orders')).toEqual([])
  const stored = await save(fixture.orders, 'ord-1', channelOrder())
  const newer = channelOrder({ status: 'Canceled', sourceUpdatedAt: '2026-02-08T08:00:00.000Z' })
  expect(await fixture.orders.save(tenantA, { ...overtaken, fetched: newer })).toBe('overtaken')
  expect(await fixture.orders.find(tenantA, key)).toEqual(stored)
})

test('the fence of another tenant’s flight of the same order opens nothing', async () => {
  await using fixture = await stores()
  await fixture.sql(`UPDATE import_flights SET fence = 7 WHERE tenant_id = '${tenantB}'`)
  const input = { id: 'ord-1', now: later, channel: 'amazon', fetched: channelOrder(), fence: 7n }
  expect(await fixture.orders.save(tenantA, input)).toBe('overtaken')
  expect(await fixture.orders.save(tenantB, input)).toBe('stored')
})
