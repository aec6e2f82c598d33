import { describe, expect, it } from 'vitest'
import {
  absoluteDecimal,
  divideDecimal,
  equalDecimals,
  multiplyDecimal,
  parseDecimal,
  roundDecimal,
  sumDecimals,
} from './decimal.ts'

describe('parseDecimal', () => {
  it.each([
    ['29.99', '29.99'],
    ['29.990', '29.990'],
    [' 19940 ', '19940'],
    ['-3.5', '-3.5'],
    [0, '0'],
    [12.5, '12.5'],
    ['29.9900000', '29.990000'],
    ['0.12345678', '0.123457'],
    [1e-7, '0.000000'],
  ])('reads %j as %s', (value, decimal) => {
    expect(parseDecimal(value)).toBe(decimal)
  })

  it.each(['', 'free', '1,50', '1e3', '.5', 'NaN', Number.NaN, Number.POSITIVE_INFINITY, 1e21, null, undefined, {}])(
    'returns null for %j: an amount that can’t be read is not zero',
    (value) => {
      expect(parseDecimal(value)).toBeNull()
    },
  )
})

describe('divideDecimal', () => {
  it.each([
    ['125.00', 2, 2, '62.50'],
    ['10.00', 3, 2, '3.33'],
    ['20.00', 3, 2, '6.67'],
    ['19941', 2, 0, '9971'],
    ['-6.00', 3, 2, '-2.00'],
    ['-0.00', 2, 2, '0.00'],
  ])('%s by %i with %i decimals is %s', (amount, divisor, decimals, quotient) => {
    expect(divideDecimal(amount, divisor, decimals)).toBe(quotient)
  })
})

describe('sums, products and comparisons', () => {
  it('are exact and keep decimals', () => {
    expect(sumDecimals(['0.1', '0.20', '-0.05'])).toBe('0.25')
    expect(sumDecimals([])).toBe('0')
    expect(multiplyDecimal('19.99', 3)).toBe('59.97')
    expect(absoluteDecimal('-3.50')).toBe('3.50')
    expect(equalDecimals('29.9', '29.900')).toBe(true)
    expect(equalDecimals('29.9', '29.91')).toBe(false)
  })
})

describe('roundDecimal', () => {
  it.each([
    ['29.9', '29.90'],
    ['29.994999', '29.99'],
    ['29.995', '30.00'],
    ['-29.995', '-30.00'],
    ['-0.004', '0.00'],
    ['000000000000029.9', '29.90'],
  ])('rounds %s to %s', (amount, rounded) => {
    expect(roundDecimal(amount, 2)).toBe(rounded)
  })
})
