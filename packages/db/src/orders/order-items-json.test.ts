import { parseDecimal, type OrderItem } from '@orderport/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderLine } from '../testing/sample-order.ts'
import { readOrderLines, writeOrderLines } from './order-items-json.ts'

const text = fc.option(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value === value.replaceAll('\0', '').toWellFormed()),
)
const amount = fc.option(fc.stringMatching(/^-?\d{1,15}(\.\d{1,6})?$/))
const anyLine: fc.Arbitrary<OrderItem> = fc.record({
  orderItemId: text,
  name: text,
  sku: text,
  asin: text,
  quantity: fc.nat(),
  quantityShipped: fc.option(fc.nat()),
  price: amount,
  lineTotal: amount,
  currency: text,
})

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

describe('our own lines', () => {
  test('come back as they were, to the last digit', () => {
    fc.assert(
      fc.property(fc.array(anyLine), (lines) => {
        expect(readOrderLines(throughJson(writeOrderLines(lines)))).toEqual(lines)
      }),
    )
  })

  test('carry qty and a number for a price, for the service that still reads the table', () => {
    expect(writeOrderLines([orderLine({ quantity: 2, price: '19.99' })])).toEqual([
      expect.objectContaining({ quantity: 2, qty: 2, price: 19.99, unitPrice: '19.99' }),
    ])
  })
})

describe('lines of the services before us', () => {
  test.each([
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
      { quantity: 1, price: null, asin: null },
    ],
  ])('%j are read as far as they go', (stored, expected) => {
    expect(readOrderLines([stored])).toEqual([expect.objectContaining(expected)])
  })

  test.each([null, undefined, 'a text', 7, { items: [] }, '[{"name":"A"}]'])('%j is no list of lines', (stored) => {
    expect(readOrderLines(stored)).toEqual([])
  })

  test('keep the lines among what is none', () => {
    expect(readOrderLines([null, 'x', [], { name: 'A' }])).toHaveLength(1)
  })

  test('an exact price that is none gives way to the number', () => {
    expect(readOrderLines([{ unitPrice: '1e3', price: 5 }])[0]?.price).toBe(parseDecimal('5'))
  })
})
