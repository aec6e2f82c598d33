import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  count,
  flag,
  flagText,
  instant,
  list,
  money,
  name,
  part,
  text,
  texts,
  toFlag,
  trackingCode,
} from './tolerant.ts'

it('text is trimmed, empty text is null, a number is its digits', () => {
  const given = ['  Nantes ', '', '  ', 44000, 2 ** 60, null, undefined, true, {}]
  expect(given.map((value) => text.parse(value))).toEqual(['Nantes', null, null, '44000', null, null, null, null, null])
})

it('text loses what PostgreSQL can’t store', () => {
  expect(text.parse('a\u0000b\ud800')).toBe('ab\ufffd')
})

it('a count may be text; anything but a whole number from 0 is null', () => {
  expect([3, '3', ' 3.0', 0, -1, 1.5, '', 'many', Number.NaN, null].map((value) => count.parse(value))).toEqual([
    3,
    3,
    3,
    0,
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})

it('a name that stands for none is null, as is text that nobody sees', () => {
  expect(['  Zoé ', 'n/a', '-', 'aucun', '\u200b', '', 7, null].map((value) => name.parse(value))).toEqual([
    'Zoé',
    null,
    null,
    null,
    null,
    null,
    '7',
    null,
  ])
})

it('a tracking code has a digit and no blanks but those that group it', () => {
  const given = ['6A00000000001', ' 1Z 999 AA1 01 ', 'aucun', 'N/A', 'see mail', '', 123456789, '9'.repeat(257)]
  expect(given.map((value) => trackingCode.parse(value))).toEqual([
    '6A00000000001',
    '1Z999AA101',
    null,
    null,
    null,
    null,
    '123456789',
    null,
  ])
})

it('a moment is in UTC; 1970, a number and a broken date are null', () => {
  const epochs = ['1970-01-01T00:00:00Z', '1970-01-19T03:58:30Z', '2108-01-01T00:00:00Z', '1971-01-01T00:00:00Z']
  const given = ['2026-02-05T11:11:12+01:00', ...epochs, '1.569521782042E9', 0, 'soon', '', null]
  expect(given.map((value) => instant.parse(value))).toEqual([
    '2026-02-05T10:11:12.000Z',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})

it('a flag is true or false also as text; everything else says neither', () => {
  const given = [true, 'true', ' True ', false, 'false', 'FALSE', '', 1, 'yes', null, undefined]
  const expected = [true, true, true, false, false, false, null, null, null, null, null]
  expect(given.map((value) => flag.parse(value))).toEqual(expected)
  expect(given.map((value) => toFlag(flagText.parse(value)))).toEqual(expected)
})

describe('money', () => {
  it('keeps its decimals as written', () => {
    expect(money.parse({ amount: '29.90', currencyCode: 'EUR' })).toEqual({ amount: '29.90', currencyCode: 'EUR' })
    expect(money.parse({ amount: '19940', currencyCode: 'jpy ' })).toEqual({ amount: '19940', currencyCode: 'JPY' })
    expect(money.parse({ amount: 29.9, currencyCode: 'EUR' })?.amount).toBe('29.9')
    expect(money.parse({ amount: 1e-7, currencyCode: 'EUR' })?.amount).toBe('0.000000')
    expect(money.parse({ amount: '9.12345678', currencyCode: 'EUR' })?.amount).toBe('9.123457')
  })

  it('that can’t be read is null, not zero', () => {
    expect(money.parse({ amount: '1,000.00', currencyCode: '' })).toEqual({ amount: null, currencyCode: null })
    expect(money.parse({ amount: '1.00', currencyCode: 'XXX' })).toEqual({ amount: '1.00', currencyCode: null })
    expect(money.parse({ amount: '1.00', currencyCode: 'euro' })?.currencyCode).toBeNull()
    expect(money.parse({})).toEqual({ amount: null, currencyCode: null })
    expect(money.parse('29.90')).toBeNull()
  })
})

it('a list keeps its objects, whatever they contain', () => {
  const names = list(z.object({ name: text }))
  expect(names.parse([{ name: 'a' }, null, 'b', { name: 7 }, {}])).toEqual([
    { name: 'a' },
    { name: '7' },
    { name: null },
  ])
  expect(names.parse({ 0: { name: 'a' } })).toEqual([])
})

it('nothing makes a tolerant schema fail', () => {
  const schema = part({
    text,
    name,
    trackingCode,
    texts,
    count,
    flag,
    flagText,
    instant,
    money,
    list: list(z.object({ text })),
  })
  const nothing = { text: null, name: null, trackingCode: null, texts: null, count: null, flag: null, flagText: null }
  expect(schema.parse({})).toEqual({ ...nothing, instant: null, money: null, list: [] })
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (whole, field) => {
      const inside = Object.fromEntries(Object.keys(schema.parse({}) ?? {}).map((key) => [key, field]))
      expect(schema.safeParse(whole).success).toBe(true)
      expect(schema.safeParse(inside).success).toBe(true)
      expect(schema.safeParse({ money: { amount: field, currencyCode: field }, list: [field] }).success).toBe(true)
    }),
  )
})
