import { decimalSchema } from '@orderport/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unitPriceOf } from './unit-price.ts'

it.each([
  ['125.00', 2, 'EUR', '62.50'],
  ['10.00', 3, 'EUR', '3.33'],
  ['20.00', 3, 'EUR', '6.67'],
  ['9.99', 3, 'EUR', '3.33'],
  ['10.00', 4, null, '2.50'],
  ['19940', 2, 'JPY', '9970'],
  ['19941', 2, 'JPY', '9971'],
  ['10.000', 3, 'KWD', '3.333'],
  ['-6.00', 3, 'EUR', '-2.00'],
  ['0.00', 5, 'EUR', '0.00'],
])('%s for %i units in %s is %s each', (total, quantity, currency, price) => {
  expect(unitPriceOf(total, quantity, currency)).toBe(price)
})

it.each([0, -1, 1.5, Number.NaN, null])('29.99 for %s units has no unit price', (quantity) => {
  expect(unitPriceOf('29.99', quantity, 'EUR')).toBeNull()
})

it('a unit price times its quantity is the total again', () => {
  const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
  fc.assert(
    fc.property(cents, fc.integer({ min: 1, max: 999 }), (each, quantity) => {
      const price = unitPriceOf(written(each * quantity), quantity, 'EUR')
      expect(decimalSchema.safeParse(price).success).toBe(true)
      expect(Number(price)).toBe(each / 100)
    }),
  )
})

it('a unit price is never known to less than half a cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 999 }), (total, quantity) => {
      const price = Number(unitPriceOf(written(total), quantity, 'EUR'))
      expect(Math.abs(price * 100 - total / quantity)).toBeLessThanOrEqual(0.5 + 1e-6)
    }),
  )
})

function written(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
