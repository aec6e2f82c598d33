import { parseDecimal, type OrderItem } from '@orderport/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderItem } from '../testing/sample-order.ts'
import { readOrderItems, writeOrderItems } from './order-items-json.ts'

const text = fc.option(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value === value.replaceAll('\0', '').toWellFormed()),
)
const amount = fc.option(fc.stringMatching(/^-?\d{1,15}(\.\d{1,6})?$/))
const anyItem: fc.Arbitrary<OrderItem> = fc.record({
  orderItemId: text,
  name: text,
  sku: text,
  asin: text,
  quantity: fc.option(fc.nat()),
  quantityShipped: fc.option(fc.nat()),
  price: amount,
  lineTotal: amount,
  currency: fc.option(fc.constantFrom('EUR', 'JPY')),
  cancellation: fc.option(
    fc.record({ by: fc.option(fc.constantFrom('buyer' as const, 'amazon' as const)), reason: text }),
  ),
})

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

describe('our own items', () => {
  it('are read back unchanged, to the last digit', () => {
    fc.assert(
      fc.property(fc.array(anyItem), (items) => {
        expect(readOrderItems(throughJson(writeOrderItems(items)))).toEqual(items)
      }),
    )
  })

  it('have qty and a numeric price, for the service that still reads the table', () => {
    expect(writeOrderItems([orderItem({ quantity: 2, price: '19.99' })])).toEqual([
      expect.objectContaining({ quantity: 2, qty: 2, price: 19.99, unitPrice: '19.99' }),
    ])
  })
})

describe('items of earlier services', () => {
  it.each([
    [
      { name: 'A', qty: 3, price: 9.5 },
      { name: 'A', quantity: 3, price: '9.5' },
    ],
    [
      { name: 'A', quantity: '2', price: '12.00' },
      { name: 'A', quantity: 2, price: '12.00' },
    ],
    [
      { title: 'A', quantity: 0 },
      { name: 'A', quantity: 0, price: null },
    ],
    [
      { sku: 42, price: 'free' },
      { sku: '42', quantity: 1, price: null },
    ],
    [
      { qty: -1, price: null, asin: '' },
      { quantity: null, price: null, asin: null },
    ],
  ])('%j are read as far as possible', (stored, expected) => {
    expect(readOrderItems([stored])).toEqual([expect.objectContaining(expected)])
  })

  it.each([null, undefined, 'a text', 7, { items: [] }, '[{"name":"A"}]'])('%j is not a list of items', (stored) => {
    expect(readOrderItems(stored)).toEqual([])
  })

  it('are kept among entries that are not items', () => {
    expect(readOrderItems([null, 'x', [], { name: 'A' }])).toHaveLength(1)
  })

  it('have their numeric price where the exact one is invalid', () => {
    expect(readOrderItems([{ unitPrice: '1e3', price: 5 }])[0]?.price).toBe(parseDecimal('5'))
  })
})
