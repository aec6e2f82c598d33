import type { ChannelOrder, ShippingAddress } from '@orderport/domain'
import { expect, it } from 'vitest'
import { heldToken } from '../testing/held-lease.ts'
import {
  firstImport,
  key,
  later,
  newOrder,
  orderFixture,
  reference,
  sampleStub,
  save,
} from '../testing/order-fixture.ts'
import { channelOrder, orderItem, tenantA, tenantB } from '../testing/sample-order.ts'
import { LeaseLostError } from './order-writer.ts'

const emptyAddress: ShippingAddress = {
  name: null,
  companyName: null,
  lines: [],
  city: null,
  districtOrCounty: null,
  stateOrRegion: null,
  municipality: null,
  postalCode: null,
  countryCode: null,
  addressType: null,
}

it('a holder that lost its lease writes nothing: neither an order, nor a stub, nor a merge', async () => {
  await using fixture = await orderFixture()
  const lost = fixture.writer(tenantA, heldToken - 1n)
  await expect(lost.save(newOrder('ord-9', channelOrder()))).rejects.toThrow(LeaseLostError)
  await expect(lost.saveStub(sampleStub('ord-s9'))).rejects.toThrow(LeaseLostError)
  expect(await fixture.sql('SELECT FROM orders')).toEqual([])
  const stored = await save(fixture, 'ord-1', channelOrder())
  const newer = channelOrder({ status: 'Canceled', sourceUpdatedAt: '2026-02-08T08:00:00.000Z' })
  await expect(lost.save(newOrder('ord-9', newer))).rejects.toThrow(LeaseLostError)
  expect(await fixture.orders.find(tenantA, key)).toEqual(stored)
})

it('the token of another tenant’s lease of the same order writes nothing', async () => {
  await using fixture = await orderFixture()
  await fixture.sql(`UPDATE import_flights SET fence = 7 WHERE tenant_id = '${tenantB}'`)
  const order = newOrder('ord-1', channelOrder())
  await expect(fixture.writer(tenantA, 7n).save(order)).rejects.toThrow(LeaseLostError)
  expect(await fixture.writer(tenantB, 7n).save(order)).toMatchObject({ id: 'ord-1', tenantId: tenantB })
})

it.each<[string, Partial<ChannelOrder>]>([
  [
    'amounts beyond the column’s digits and decimals',
    { totalAmount: '12345678901.5', products: [orderItem({ price: '0.005' })] },
  ],
  ['rounded amounts', { totalAmount: '-29.995' }],
  ['negative zero', { totalAmount: '-0.001' }],
  ['texts that Postgres can’t hold', { customerEmail: '\0', customerAddress: 'a\0b\udc00', carrier: '\ud83d' }],
  ['empty texts', { currency: '', customerName: '', trackingCode: '' }],
  ['unknown and missing statuses', { status: 'Unknown', saidDeliveryStatus: null, fulfillmentChannel: null }],
  ['dates at both ends of the years', { orderDate: '0001-01-01T00:00:00.000Z', shippedAt: '9999-12-31T23:59:59.999Z' }],
  ['an address without a part', { shippingAddress: emptyAddress, customerAddress: null }],
  ['no items and no packages', { products: [], packages: [], rawData: {} }],
])('the writer returns what a later read finds: %s', async (_name, facts) => {
  await using fixture = await orderFixture()
  const inserted = await save(fixture, 'ord-1', channelOrder(facts))
  expect(inserted.importedAt).toBe(firstImport)
  const merged = await save(fixture, 'ord-2', channelOrder({ ...facts, sourceUpdatedAt: '2026-02-08T08:00:00.000Z' }))
  expect([merged.id, merged.importedAt, merged.updatedAt]).toEqual(['ord-1', firstImport, later])
})

it('the writer returns what a later read finds: a row that the service before this one wrote', async () => {
  await using fixture = await orderFixture()
  await fixture.sql(`INSERT INTO orders (id, tenant_id, external_order_id, status, products, created_at, updated_at)
    VALUES ('old', 'tenant-a', '${reference}', 'SHIPPED', '[{"title":"A","qty":2}]', 'infinity', NULL)`)
  const thin = channelOrder({ status: null, products: [], sourceUpdatedAt: null })
  expect(await save(fixture, 'ord-2', thin)).toMatchObject({
    id: 'old',
    status: 'Shipped',
    products: [{ name: 'A', quantity: 2 }],
    importedAt: null,
    updatedAt: later,
  })
})
