import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

it('an order is found by its id, and by its reference', async () => {
  await using testDatabase = await migratedDatabase()
  await using database = createDatabase({ url: testDatabase.runtimeUrl })
  const { orders } = database
  await testDatabase.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id, channel) VALUES
      ('ord-1', 'tenant-a', '171-1', 'shopify'), ('ord-2', 'tenant-a', '171-1', 'amazon'),
      ('ord-3', 'tenant-a', 'ord-1', 'amazon'), ('ord-4', 'tenant-b', '171-4', 'amazon')`)

  expect(await orders.get(tenantA, 'ord-2')).toMatchObject({ id: 'ord-2' })
  // An id wins over a reference, and the first channel wins over the others.
  expect(await orders.get(tenantA, 'ord-1')).toMatchObject({ id: 'ord-1' })
  expect(await orders.get(tenantA, '171-1')).toMatchObject({ id: 'ord-2' })
  expect(await orders.find(tenantA, { channel: 'shopify', externalOrderId: '171-1' })).toMatchObject({ id: 'ord-1' })

  expect(await orders.get(tenantB, 'ord-4')).toMatchObject({ id: 'ord-4' })
  for (const foreign of ['ord-4', '171-4', 'ord-', 'ORD-2', 'ord-2 ', '', '%', 'ord-2\0']) {
    expect(await orders.get(tenantA, foreign)).toBeNull()
  }
  expect(await orders.find(tenantA, { channel: 'amazon', externalOrderId: '171-4' })).toBeNull()
  expect(await orders.find(tenantA, { channel: 'amazon\0', externalOrderId: '171-1' })).toBeNull()
})

it('rows of earlier services are read as far as possible', async () => {
  await using testDatabase = await migratedDatabase()
  await using database = createDatabase({ url: testDatabase.runtimeUrl })
  await testDatabase.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id, status, total_amount, currency, order_date, fulfillment_channel,
        delivery_status, products, raw_data, created_at, updated_at, shipped_at, packages, shipping_address) VALUES
      ('old-1', 'tenant-a', '1', 'Shipped', 29.9, 'EUR', '2026-02-05T11:11:12.5+01', 'AFN', 'delivered',
        '[{"name":"A","qty":2,"price":"14.95"},{"title":"B","quantity":1,"price":0.1}]', '{"Secret":"raw"}',
        '2026-02-05Z', '2026-02-06Z', NULL, NULL, NULL),
      ('old-2', 'tenant-a', '2', 'dispatched', 'NaN', NULL, 'infinity', 'FBA', 'eaten', '{"not":"a list"}', NULL,
        'infinity', NULL, '-infinity', '"text"', '[1]'),
      ('old-3', 'tenant-a', '3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`)

  const first = await database.orders.get(tenantA, 'old-1')
  expect(first).toMatchObject({
    channel: 'amazon',
    orderSource: 'amazon_spapi',
    status: 'Shipped',
    totalAmount: '29.90',
    orderDate: '2026-02-05T10:11:12.500Z',
    fulfillmentChannel: 'AFN',
    deliveryStatus: 'delivered',
    products: [
      { name: 'A', quantity: 2, price: '14.95', orderItemId: null },
      { name: 'B', quantity: 1, price: '0.1' },
    ],
    importedAt: '2026-02-05T00:00:00.000Z',
    updatedAt: '2026-02-06T00:00:00.000Z',
  })
  expect(JSON.stringify(first)).not.toContain('Secret')
  const nothing = { orderSource: 'stub', status: 'Unknown', deliveryStatus: 'pending', totalAmount: null, products: [] }
  expect(await database.orders.get(tenantA, 'old-2')).toMatchObject({ ...nothing, orderDate: null, shippedAt: null })
  expect(await database.orders.get(tenantA, 'old-3')).toMatchObject({ ...nothing, orderDate: null, currency: null })
  expect(await database.orders.list(tenantA, {}, { limit: 10, offset: 0 })).toMatchObject({ total: 3 })
})
