import { describe, expect, it } from 'vitest'
import { parseDecimal } from './decimal.ts'

describe('parseDecimal', () => {
  it.each([
    ['29.99', '29.99'],
    ['29.990', '29.990'],
    [' 19940 ', '19940'],
    ['-3.5', '-3.5'],
    [0, '0'],
    [12.5, '12.5'],
  ])('reads %j as %s', (value, decimal) => {
    expect(parseDecimal(value)).toBe(decimal)
  })

  it.each(['', 'free', '1,50', '1e3', '.5', 'NaN', Number.NaN, Number.POSITIVE_INFINITY, 1e21, null, undefined, {}])(
    'gives null for %j, because an amount that can’t be read is not zero',
    (value) => {
      expect(parseDecimal(value)).toBeNull()
    },
  )
})
