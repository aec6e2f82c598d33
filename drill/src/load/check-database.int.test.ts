import { migratedDatabase } from '@orderport/db/testing'
import { expect, it } from 'vitest'
import { checkDatabase } from './check-database.ts'
import { createLedger } from './ledger.ts'
import { orderTotal } from './shop.ts'

/** Returns a database with one order, and a ledger in which it was acknowledged. */
async function oneOrder() {
  const database = await migratedDatabase()
  const reference = '171-0000001-0000001'
  await database.superuserQuery(
    `INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount, raw_data, products)
     VALUES ('ord-1', 'shop-1', $1, 'amazon', $2, '{"a": 1}', '[{}]')`,
    [reference, orderTotal],
  )
  const ledger = createLedger()
  ledger.acknowledged.set(reference, { tenantId: 'shop-1', reference, orderId: 'ord-1' })
  return { database, ledger, reference, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

it('an order that is stored as it was acknowledged is neither lost, doubled nor wrong', async () => {
  await using fixture = await oneOrder()
  const stored = await checkDatabase(fixture.database.superuserUrl, fixture.ledger)
  expect(stored).toEqual({ lost: 0, doubled: 0, wrong: [] })
})

it.each([
  ['DELETE FROM orders', { lost: 1 }],
  [`UPDATE orders SET id = 'ord-2'`, { lost: 1 }],
  [
    `INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount, raw_data, products)
     SELECT 'ord-2', 'shop-2', external_order_id, channel, total_amount, raw_data, products FROM orders`,
    { doubled: 1 },
  ],
  [`UPDATE orders SET tenant_id = 'shop-2'`, { wrong: [expect.stringContaining('shop-2’s instead of shop-1’s')] }],
  ['UPDATE orders SET total_amount = 1', { wrong: [expect.stringContaining('with the total 1')] }],
])('%s is found', async (sql, expected) => {
  await using fixture = await oneOrder()
  await fixture.database.superuserQuery(sql)
  expect(await checkDatabase(fixture.database.superuserUrl, fixture.ledger)).toMatchObject(expected)
})

it('an order that is stored and was said not to be makes that answer wrong', async () => {
  await using fixture = await oneOrder()
  fixture.ledger.missed.add(fixture.reference)
  const { lost, wrong } = await checkDatabase(fixture.database.superuserUrl, fixture.ledger)
  expect([lost, wrong]).toEqual([0, [`${fixture.reference} is stored, and was said not to be`]])
})
