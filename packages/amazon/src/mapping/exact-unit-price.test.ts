import { decimalSchema } from '@orderport/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactUnitPrice } from './exact-unit-price.ts'

it.each([
  ['125.00', 2, '62.50'],
  ['19940', 2, '9970'],
  ['9.99', 3, '3.33'],
  ['10.00', 4, '2.50'],
  ['0.01', 4, '0.0025'],
  ['-6.00', 3, '-2.00'],
  ['0.00', 5, '0.00'],
])('%s for %i units is %s each', (total, quantity, price) => {
  expect(exactUnitPrice(total, quantity)).toBe(price)
})

it.each([
  ['10.00', 3],
  ['0.000001', 2],
  ['29.99', 0],
  ['29.99', -1],
  ['29.99', 1.5],
  ['29.99', Number.NaN],
])('%s for %d units has no exact unit price', (total, quantity) => {
  expect(exactUnitPrice(total, quantity)).toBeNull()
})

it('a unit price times its quantity is the total again', () => {
  const millionths = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
  fc.assert(
    fc.property(millionths, fc.integer({ min: 1, max: 999 }), (each, quantity) => {
      const total = written(each * quantity)
      const price = exactUnitPrice(total, quantity)
      expect(decimalSchema.safeParse(price).success).toBe(true)
      expect(Number(price)).toBe(each / 1_000_000)
    }),
  )
})

function written(millionths: number): string {
  const digits = String(Math.abs(millionths)).padStart(7, '0')
  return `${millionths < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}
