import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantOfEpoch } from './epoch.ts'

it('any moment of the years 1 to 9999 is formatted as Date formats it', () => {
  const moments = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(moments, (moment) => {
      expect(instantOfEpoch(moment.getTime() / 1000)).toBe(moment.toISOString())
    }),
    { numRuns: 5000 },
  )
})

it('microseconds are cut off, not rounded, as Postgres formats them', () => {
  expect(instantOfEpoch(1770286272.345999)).toBe('2026-02-05T10:11:12.345Z')
  expect(instantOfEpoch(1770286272.345)).toBe('2026-02-05T10:11:12.345Z')
})

it('an infinite moment, and one outside the years 1 to 9999, is none', () => {
  const outside = [Infinity, -Infinity, Number.NaN, Date.parse('+010000-01-01T00:00:00Z') / 1000, -1e13]
  expect(outside.map(instantOfEpoch)).toEqual(outside.map(() => null))
})

it('any other value passes', () => {
  const others = ['2026-02-05T10:11:12.345Z', null, undefined]
  expect(others.map(instantOfEpoch)).toEqual(others)
})
