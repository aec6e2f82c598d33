import { expect, it } from 'vitest'
import { storableAmount } from './storable-amount.ts'

it.each([
  ['29.9', '29.90'],
  ['2990', '2990.00'],
  ['29.994999', '29.99'],
  ['29.995', '30.00'],
  ['-29.995', '-30.00'],
  ['0.005', '0.01'],
  ['-0.004', '0.00'],
  ['000000000000029.90', '29.90'],
  ['9999999999.994', '9999999999.99'],
])('%s is kept as %s', (amount, kept) => {
  expect(storableAmount(amount)).toBe(kept)
})

it.each(['9999999999.995', '10000000000', '-10000000000', '1234567890123.45', 'NaN', '', null])(
  '%j has no place in the column',
  (amount) => {
    expect(storableAmount(amount)).toBeNull()
  },
)
