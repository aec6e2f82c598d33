import { expect, it } from 'vitest'
import { median, quantile, spreadOf } from './statistics.ts'

it('the median and the quartiles are values of the sample', () => {
  expect(spreadOf([5, 1, null, 4, 2, 3])).toEqual({ median: 3, lower: 2, upper: 4, least: 1, greatest: 5 })
  expect(median([3, null, 1])).toBe(3)
})

it('nothing known has neither a median nor a spread', () => {
  expect(median([null, null])).toBeNull()
  expect(spreadOf([null])).toBeNull()
})

it('a quantile is found in sorted values, up to the greatest', () => {
  const values = Array.from({ length: 100 }, (_value, index) => index + 1)
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([], 0.5)]).toEqual([
    51,
    100,
    100,
    null,
  ])
})
