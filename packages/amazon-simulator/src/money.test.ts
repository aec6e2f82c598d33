import { expect, it } from 'vitest'
import { negated, sumAmounts, timesAmount } from './money.ts'

it.each([
  ['29.99', 3, '89.97'],
  ['0.05', 1, '0.05'],
  ['19940', 2, '39880'],
  ['-1.50', 2, '-3.00'],
  ['12.90', 0, '0.00'],
])('%s times %i is %s', (amount, count, product) => {
  expect(timesAmount(amount, count)).toBe(product)
})

it('a sum has the most digits of its parts', () => {
  expect(sumAmounts(['1', '0.25', '-0.5'])).toBe('0.75')
  expect(sumAmounts([])).toBe('0')
})

it('an amount is negated with its digits', () => {
  expect(negated('4.10')).toBe('-4.10')
  expect(negated('-550')).toBe('550')
  expect(negated('0.00')).toBe('0.00')
})

it('text that is no amount is refused', () => {
  expect(() => timesAmount('1,50', 1)).toThrow('not an amount')
})
