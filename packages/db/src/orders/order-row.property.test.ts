import { decimalSchema, parseInstant, type Order } from '@orderport/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tenantA } from '../testing/sample-order.ts'
import { parseOrderRow } from './order-row.ts'

const awkward = fc.oneof(
  fc.constantFrom(1.5, '1.5', 1e21, '1e21', 2 ** 53, '9007199254740993', -1, '0x10', ' 3 ', '29.99', 19.9, '1e3'),
  fc.constantFrom('2026-02-30', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', '2026-02-05T10:11+01:00'),
  fc.jsonValue({ maxDepth: 2 }),
)

function records(...names: readonly string[]): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(names.map((name) => [name, awkward]))
  return fc.record(model, { requiredKeys: [] })
}

const items = fc.array(
  records('quantity', 'qty', 'quantityShipped', 'price', 'unitPrice', 'lineTotal', 'name', 'title', 'sku', 'currency'),
)
const packages = fc.array(records('carrier', 'trackingCode', 'status', 'shippedAt'))
const address = records('name', 'lines', 'city', 'postalCode', 'countryCode')

/** Returns the values of an order that the strict schema of the wire would refuse. */
function faults(order: Order): string[] {
  const quantities = order.products.flatMap((item) => [item.quantity ?? 0, item.quantityShipped ?? 0])
  const amounts = [order.totalAmount, ...order.products.flatMap((item) => [item.price, item.lineTotal])]
  const dates = [order.orderDate, ...order.packages.map(({ shippedAt }) => shippedAt)]
  return [
    ...quantities.filter((count) => !Number.isSafeInteger(count) || count < 0).map((count) => `quantity ${count}`),
    ...amounts.filter((amount) => amount !== null && !decimalSchema.safeParse(amount).success),
    ...dates.filter((date) => date !== null && parseInstant(date) !== date),
  ].map(String)
}

it('any JSONB parses as an order: one adopted row with odd values broke a tenant’s whole list', () => {
  const anyRow = fc.record({
    products: fc.oneof({ weight: 4, arbitrary: items }, { weight: 1, arbitrary: fc.jsonValue() }),
    packages: fc.oneof({ weight: 4, arbitrary: packages }, { weight: 1, arbitrary: fc.jsonValue() }),
    details: fc.oneof(
      { weight: 4, arbitrary: records('charges', 'cancellation', 'saidDeliveryStatus', 'isGift') },
      { weight: 1, arbitrary: fc.jsonValue() },
    ),
    shipping_address: fc.oneof({ weight: 4, arbitrary: address }, { weight: 1, arbitrary: fc.jsonValue() }),
  })
  fc.assert(
    fc.property(anyRow, (columns) => {
      const row = { id: 'ord-1', channel: 'amazon', external_order_id: '171-0000000-0000001', ...columns }
      expect(faults(parseOrderRow(tenantA, row))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
