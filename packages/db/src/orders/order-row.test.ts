import { expect, it } from 'vitest'
import { tenantA } from '../testing/sample-order.ts'
import { parseOrderRow } from './order-row.ts'

const key = { id: 'ord-1', channel: 'amazon', external_order_id: '171-0000000-0000001' }
const created = { created_at: '2026-01-01T00:00:00.000Z' }

it('an empty row is a stub of unknown status', () => {
  expect(parseOrderRow(tenantA, { ...key, ...created })).toMatchObject({
    tenantId: 'tenant-a',
    orderSource: 'stub',
    status: 'Unknown',
    deliveryStatus: 'pending',
    fulfillmentChannel: null,
    totalAmount: null,
    products: [],
    packages: [],
    shippingAddress: null,
  })
})

it.each([
  [{ has_raw_data: true }, 'amazon_spapi'],
  [{ total_amount: '0.01' }, 'amazon_spapi'],
  [{ products: [{ name: 'A' }] }, 'amazon_spapi'],
  [{ total_amount: '0.00', products: [] }, 'stub'],
  [{ total_amount: 'NaN', products: 'none' }, 'stub'],
])('a row with %j comes from %s', (columns, source) => {
  expect(parseOrderRow(tenantA, { ...key, ...created, ...columns }).orderSource).toBe(source)
})

it('unknown words are not passed on', () => {
  const row = {
    ...key,
    ...created,
    status: 'shipped!',
    delivery_status: 'eaten',
    fulfillment_channel: 'FBX',
    carrier: '',
  }
  expect(parseOrderRow(tenantA, row)).toMatchObject({
    status: 'Unknown',
    deliveryStatus: 'pending',
    fulfillmentChannel: null,
    carrier: null,
  })
})

it('a row without a time of update has its time of creation; without dates both are unknown', () => {
  expect(parseOrderRow(tenantA, { ...key, ...created })).toMatchObject({ updatedAt: created.created_at })
  expect(parseOrderRow(tenantA, { ...key, order_date: created.created_at })).toMatchObject({
    importedAt: null,
    updatedAt: null,
    orderDate: created.created_at,
  })
})

it('a row without an id throws', () => {
  expect(() => parseOrderRow(tenantA, { ...key, id: undefined })).toThrow(/id/)
})
