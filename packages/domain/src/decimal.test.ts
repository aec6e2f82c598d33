import { describe, expect, it } from 'vitest'
import { divideExactly, parseDecimal, roundDecimal } from './decimal.ts'

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
    'returns null for %j: an amount that can’t be read is not zero',
    (value) => {
      expect(parseDecimal(value)).toBeNull()
    },
  )
})

describe('divideExactly', () => {
  it.each([
    ['125.00', 2, '62.50'],
    ['19940', 2, '9970'],
    ['0.01', 4, '0.0025'],
    ['-6.00', 3, '-2.00'],
    ['999999999999999.999999', 3, '333333333333333.333333'],
    ['-0.00', 2, '0.00'],
  ])('%s by %i is %s', (amount, divisor, quotient) => {
    expect(divideExactly(amount, divisor)).toBe(quotient)
  })

  it.each([
    ['10.00', 3],
    ['0.000001', 2],
    ['999999999999999.999999', 7],
  ])('returns null for %s by %i, whose quotient has no end or too many decimals', (amount, divisor) => {
    expect(divideExactly(amount, divisor)).toBeNull()
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
