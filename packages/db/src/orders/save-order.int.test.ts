import { makeStub } from '@orderport/domain'
import { expect, it } from 'vitest'
import {
  firstImport,
  key,
  later,
  newOrder,
  orderFixture,
  reference,
  sampleStub,
  save,
  saveStub,
} from '../testing/order-fixture.ts'
import { channelOrder, orderItem, tenantA, tenantB } from '../testing/sample-order.ts'

it('an order is stored with all its facts and read back the same', async () => {
  await using fixture = await orderFixture()
  const fetched = channelOrder()
  const saved = await save(fixture, 'ord-1', fetched)
  const { rawData, ...facts } = fetched
  expect(saved).toEqual({
    ...facts,
    id: 'ord-1',
    tenantId: tenantA,
    channel: 'amazon',
    orderSource: 'amazon_spapi',
    deliveryStatus: 'in_transit',
    notDeliveredAt: null,
    replacedBy: null,
    checkedAt: firstImport,
    importedAt: firstImport,
    updatedAt: firstImport,
  })
  expect(await fixture.orders.find(tenantA, key)).toEqual(saved)
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: rawData }])
})

it('facts that the marketplace did not give are NULL, not zero and not 1970', async () => {
  await using fixture = await orderFixture()
  const pending = channelOrder({
    status: 'Pending',
    totalAmount: null,
    orderDate: null,
    products: [],
    shippingAddress: null,
  })
  const saved = await save(fixture, 'ord-1', pending)
  expect(saved).toMatchObject({ totalAmount: null, orderDate: null, shippingAddress: null, products: [] })
  expect(saved.orderSource).toBe('amazon_spapi')
})

it('an order that completes a stub keeps the id of the stub, and the day it was imported', async () => {
  await using fixture = await orderFixture()
  await saveStub(fixture, 'ord-stub')
  const saved = await save(fixture, 'ord-2', channelOrder({ customerName: null }))
  expect(saved).toMatchObject({
    id: 'ord-stub',
    orderSource: 'amazon_spapi',
    totalAmount: '29.90',
    customerName: 'Zoé du message',
    importedAt: firstImport,
    updatedAt: later,
  })
})

it('an order without any fact completes a stub too', async () => {
  await using fixture = await orderFixture()
  await saveStub(fixture, 'ord-stub')
  const empty = channelOrder({ ...makeStub(sampleStub('x'), {}), status: 'Unshipped', rawData: { orderId: reference } })
  expect(await save(fixture, 'ord-2', empty)).toMatchObject({ id: 'ord-stub', orderSource: 'amazon_spapi' })
})

it('a stub is made once, and never over a real order', async () => {
  await using fixture = await orderFixture()
  const made = await saveStub(fixture, 'ord-s1')
  expect(made).toEqual({ ...sampleStub('ord-s1'), totalAmount: '0.00' })
  expect(await saveStub(fixture, 'ord-s2')).toEqual(made)
  const real = await save(fixture, 'ord-2', channelOrder())
  expect(await saveStub(fixture, 'ord-s3')).toEqual(real)
})

it('a refresh merges: what the answer leaves out stays', async () => {
  await using fixture = await orderFixture()
  await save(fixture, 'ord-1', channelOrder())
  const thinner = channelOrder({
    customerName: null,
    customerEmail: null,
    totalAmount: null,
    products: [orderItem({ name: null, quantityShipped: 0 })],
    status: 'Canceled',
    sourceUpdatedAt: '2026-02-08T00:00:00.000Z',
  })
  expect(await save(fixture, 'ord-2', thinner)).toMatchObject({
    id: 'ord-1',
    status: 'Canceled',
    totalAmount: '29.90',
    customerName: 'Zoé Exemple',
    products: [{ name: 'Câble', quantityShipped: 0 }],
    updatedAt: later,
  })
})

it('an answer older than what is stored writes nothing but when it was checked', async () => {
  await using fixture = await orderFixture()
  const stored = await save(fixture, 'ord-1', channelOrder())
  const before = await fixture.sql("SELECT to_jsonb(orders) - 'checked_at' AS facts FROM orders")
  const older = channelOrder({ status: 'Pending', sourceUpdatedAt: '2026-02-01T00:00:00.000Z', rawData: {} })
  expect(await save(fixture, 'ord-2', older)).toEqual({ ...stored, checkedAt: later })
  expect(await fixture.sql("SELECT to_jsonb(orders) - 'checked_at' AS facts FROM orders")).toEqual(before)
})

it('the version that is stored, once more, writes nothing but when it was checked', async () => {
  await using fixture = await orderFixture()
  const stored = await save(fixture, 'ord-1', channelOrder())
  const before = await fixture.sql("SELECT to_jsonb(orders) - 'checked_at' AS facts FROM orders")
  expect(await save(fixture, 'ord-2', channelOrder({ totalAmount: '29.9' }))).toEqual({ ...stored, checkedAt: later })
  expect(await fixture.sql("SELECT to_jsonb(orders) - 'checked_at' AS facts FROM orders")).toEqual(before)
})

it('tracking codes that a replica of an older version left out are written with the next answer', async () => {
  await using fixture = await orderFixture()
  const stored = await save(fixture, 'ord-1', channelOrder())
  const codes = 'SELECT tracking_codes FROM orders'
  const written = await fixture.sql(codes)
  for (const sourceUpdatedAt of ['2026-02-01T00:00:00.000Z', '2026-02-06T08:00:01.000Z']) {
    await fixture.sql('UPDATE orders SET tracking_codes = NULL')
    expect(await save(fixture, 'ord-2', channelOrder({ sourceUpdatedAt }))).toEqual({ ...stored, checkedAt: later })
    expect(await fixture.sql(codes)).toEqual(written)
  }
})

it('a total with a third decimal, once more, moved updatedAt each time', async () => {
  await using fixture = await orderFixture()
  const fetched = channelOrder({ totalAmount: '29.995' })
  const stored = await save(fixture, 'ord-1', fetched)
  expect(stored).toMatchObject({ totalAmount: '30.00' })
  expect(await save(fixture, 'ord-2', fetched)).toEqual({ ...stored, checkedAt: later })
})

it.each(['1234567890123.45', '9999999999.995', '-10000000000'])(
  'an order with a total of %s could never be imported',
  async (totalAmount) => {
    await using fixture = await orderFixture()
    const fetched = channelOrder({ totalAmount, products: [], rawData: { total: totalAmount } })
    const stored = await save(fixture, 'ord-1', fetched)
    expect(stored).toMatchObject({ totalAmount: null, orderSource: 'amazon_spapi' })
    expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { total: totalAmount } }])
    expect(await save(fixture, 'ord-2', fetched)).toEqual({ ...stored, checkedAt: later })
  },
)

it('an answer of 200 levels is stored whole, and one of 100,000 was an overflow of the stack', async () => {
  await using fixture = await orderFixture()
  await save(fixture, 'ord-1', channelOrder({ rawData: { deep: nested(200) } }))
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { deep: nested(200) } }])
  const deeper = { rawData: { deep: nested(100_000), last: 1 }, sourceUpdatedAt: '2026-02-08T00:00:00.000Z' }
  await save(fixture, 'ord-2', channelOrder(deeper))
  expect(await fixture.sql(`SELECT raw_data -> 'last' AS last FROM orders`)).toEqual([{ last: 1 }])
})

/** As an answer's text gives it. */
function nested(levels: number): unknown {
  return JSON.parse('{"a":['.repeat(levels / 2) + ']}'.repeat(levels / 2))
}

it('the version that is stored is written when it adds a fact', async () => {
  await using fixture = await orderFixture()
  await save(fixture, 'ord-1', channelOrder({ customerPhone: null }))
  expect(await save(fixture, 'ord-2', channelOrder())).toMatchObject({
    customerPhone: '+33 1 00 00 00 00',
    updatedAt: later,
  })
})

it('ten simultaneous saves of one order make one row, and all of them get its id', async () => {
  await using fixture = await orderFixture()
  const ids = Array.from({ length: 10 }, (_, index) => `ord-${index}`)
  const saved = await Promise.all(ids.map((id) => fixture.writer().save(newOrder(id, channelOrder()))))
  expect(new Set(saved.map(({ id }) => id)).size).toBe(1)
  expect(await fixture.sql('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 1 }])
})

it('of simultaneous answers none is lost: each merges into the one before it', async () => {
  await using fixture = await orderFixture()
  const items = Array.from({ length: 10 }, (_, index) => orderItem({ orderItemId: `item-${index}` }))
  const answers = items.map((item) => channelOrder({ products: [item] }))
  await Promise.all(answers.map((fetched) => fixture.writer().save(newOrder('ord-1', fetched))))
  const stored = await fixture.orders.find(tenantA, key)
  expect(stored?.products.map(({ orderItemId }) => orderItemId).toSorted()).toEqual(
    items.map(({ orderItemId }) => orderItemId),
  )
})

it('simultaneous stubs and saves of one order end as one real order', async () => {
  await using fixture = await orderFixture()
  const calls = Array.from({ length: 5 }, (_, index) => [
    fixture.writer().saveStub(sampleStub(`ord-s${index}`)),
    fixture.writer().save(newOrder(`ord-o${index}`, channelOrder())),
  ])
  await Promise.all(calls.flat())
  expect(await fixture.orders.list(tenantA, {}, { limit: 10, offset: 0 })).toMatchObject({
    total: 1,
    orders: [{ orderSource: 'amazon_spapi' }],
  })
})

it('two tenants hold one reference each, and neither sees the other', async () => {
  await using fixture = await orderFixture()
  const a = await save(fixture, 'ord-a', channelOrder())
  const b = await save(fixture, 'ord-b', channelOrder({ customerName: 'Client de B' }), tenantB)
  expect([a.id, b.id]).toEqual(['ord-a', 'ord-b'])
  expect(await fixture.orders.find(tenantB, key)).toEqual(b)
  expect(await fixture.orders.get(tenantB, reference)).toEqual(b)
  expect(await fixture.orders.get(tenantB, 'ord-a')).toBeNull()
  expect(await fixture.orders.list(tenantB, {}, { limit: 10, offset: 0 })).toMatchObject({ total: 1, orders: [b] })
})

it('an id that another row of the tenant has is refused, and nothing is stored', async () => {
  await using fixture = await orderFixture()
  await fixture.sql(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('ord-1', '${tenantA}', 'another')`)
  await expect(save(fixture, 'ord-1', channelOrder())).rejects.toThrow(/another row/)
  await expect(saveStub(fixture, 'ord-1')).rejects.toThrow(/another row/)
  expect(await fixture.sql('SELECT external_order_id FROM orders')).toEqual([{ external_order_id: 'another' }])
})

it('two tenants may have orders of one id, and each reads its own', async () => {
  await using fixture = await orderFixture()
  const a = await save(fixture, 'ord-1', channelOrder())
  const b = await save(fixture, 'ord-1', channelOrder({ customerName: 'Client de B' }), tenantB)
  expect(await fixture.orders.get(tenantA, 'ord-1')).toEqual(a)
  expect(await fixture.orders.get(tenantB, 'ord-1')).toEqual(b)
})

it('what Postgres can not hold in a text is left out of it', async () => {
  await using fixture = await orderFixture()
  const line = orderItem({ name: 'Câble\0\ud800' })
  const odd = channelOrder({ customerName: 'Z\0oé', products: [line], rawData: { 'a\0': ['b\0'] } })
  expect(await save(fixture, 'ord-1', odd)).toMatchObject({
    customerName: 'Zoé',
    products: [{ name: 'Câble\ufffd' }],
  })
  expect(await fixture.sql('SELECT raw_data FROM orders')).toEqual([{ raw_data: { a: ['b'] } }])
})

it('dates and dedicated columns are right on a server in another time zone', async () => {
  await using fixture = await orderFixture([`TimeZone = 'Asia/Kolkata'`, `DateStyle = 'SQL, DMY'`])
  const saved = await save(fixture, 'ord-1', channelOrder())
  expect(saved.orderDate).toBe('2026-02-05T10:11:12.345Z')
  expect(await fixture.sql(`SELECT order_date = '2026-02-05T10:11:12.345Z'::timestamptz AS same FROM orders`)).toEqual([
    { same: true },
  ])
})
