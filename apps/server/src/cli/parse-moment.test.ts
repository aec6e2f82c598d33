import { expect, it } from 'vitest'
import { parseMoment } from './parse-moment.ts'

const now = new Date('2026-11-23T12:00:00.000Z')

it.each([
  ['30d', 1, '2026-12-23T12:00:00.000Z'],
  ['7d', -1, '2026-11-16T12:00:00.000Z'],
  ['12h', -1, '2026-11-23T00:00:00.000Z'],
  ['2027-01-01', 1, '2027-01-01T00:00:00.000Z'],
  ['2027-01-01T10:00:00+02:00', 1, '2027-01-01T08:00:00.000Z'],
  ['0d', 1, null],
  ['30', 1, null],
  ['30 d', 1, null],
  ['-1d', 1, null],
  ['999999d', 1, null],
  ['2027-02-30', 1, null],
  ['', 1, null],
] as const)('parses %j in direction %i as %j', (text, direction, moment) => {
  expect(parseMoment(text, now, direction)).toBe(moment)
})
