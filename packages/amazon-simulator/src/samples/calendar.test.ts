import { describe, expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'

describe.each([
  ['in winter', '2026-02-07T12:00:00Z', '2026-02-06T17:30:00Z', '2026-02-07T22:59:59Z'],
  ['in summer', '2026-07-07T12:00:00Z', '2026-07-06T16:30:00Z', '2026-07-07T21:59:59Z'],
  ['just after the local midnight', '2026-02-06T23:00:00Z', '2026-02-06T17:30:00Z', '2026-02-07T22:59:59Z'],
  ['just before it', '2026-02-06T22:59:59Z', '2026-02-05T17:30:00Z', '2026-02-06T22:59:59Z'],
  ['the day after the clocks went forward', '2026-03-30T12:00:00Z', '2026-03-29T16:30:00Z', '2026-03-30T21:59:59Z'],
  ['on the day on which they went back', '2026-10-25T12:00:00Z', '2026-10-24T16:30:00Z', '2026-10-25T22:59:59Z'],
])('a day in Paris %s', (_, now, yesterday, endOfToday) => {
  const calendar = calendarOf(Date.parse(now), 'Europe/Paris')

  it('has its times by the local clock', () => {
    expect(calendar.at(-1, '18:30')).toBe(yesterday)
    expect(calendar.days(-1, 0)).toEqual({ earliestDateTime: calendar.at(-1, '00:00'), latestDateTime: endOfToday })
  })
})

it.each([
  ['America/Los_Angeles', '2026-02-07T08:00:00Z'],
  ['Asia/Tokyo', '2026-02-06T15:00:00Z'],
  ['America/Sao_Paulo', '2026-02-07T03:00:00Z'],
  ['Europe/London', '2026-02-07T00:00:00Z'],
])('today begins in %s at %s', (timeZone, midnight) => {
  expect(calendarOf(Date.parse('2026-02-07T14:00:00Z'), timeZone).at(0, '00:00')).toBe(midnight)
})
