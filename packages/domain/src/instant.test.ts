import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInstant } from './instant.ts'

describe('parseInstant', () => {
  it.each([
    ['2026-02-05T10:11:12Z', '2026-02-05T10:11:12.000Z'],
    ['2026-02-05T10:11:12.5Z', '2026-02-05T10:11:12.500Z'],
    ['2026-02-05T11:11:12+01:00', '2026-02-05T10:11:12.000Z'],
    ['2026-02-05T11:11:12+0100', '2026-02-05T10:11:12.000Z'],
    ['2026-02-05T10:11:12', '2026-02-05T10:11:12.000Z'],
    ['2026-02-05T10:11', '2026-02-05T10:11:00.000Z'],
    ['2026-02-05', '2026-02-05T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant)
  })

  it.each([
    '',
    'soon',
    '1.569521782042E9',
    '2026-02-30',
    '2026-13-01',
    '0000-01-01',
    '2026-02-05T25:00:00Z',
    '05/02/2026',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    null,
    0,
    {},
  ])('returns null, never 1970, for %j', (value) => {
    expect(parseInstant(value)).toBeNull()
  })

  it('reads back every moment it wrote', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.toISOString())
        },
      ),
    )
  })

  it('never throws and never invents a moment', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseInstant(text)
        if (instant !== null) expect(Number.isNaN(Date.parse(instant))).toBe(false)
      }),
    )
  })
})
