import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { count, flag, instant, list, money, part, text } from './tolerant.ts'

it('text is trimmed, empty text is null, a number is its digits', () => {
  expect(['  Nantes ', '', '  ', 44000, null, undefined, true, {}].map((value) => text.parse(value))).toEqual([
    'Nantes',
    null,
    null,
    '44000',
    null,
    null,
    null,
    null,
  ])
})

it('text loses what PostgreSQL can’t store', () => {
  expect(text.parse('a\u0000b\ud800')).toBe('ab\ufffd')
})

it('a count may be text; anything but a whole number from 0 is null', () => {
  expect([3, '3', 0, -1, 1.5, '', 'many', Number.NaN, null].map((value) => count.parse(value))).toEqual([
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

it('a moment is in UTC; 1970, a number and a broken date are null', () => {
  const epochs = ['1970-01-01T00:00:00Z', '1970-01-19T03:58:30Z']
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
  ])
})

it('a flag is true also as text, and false for everything else', () => {
  expect([true, 'true', 'True', false, 'false', '', 1, null, undefined].map((value) => flag.parse(value))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

describe('money', () => {
  it('keeps its decimals as written', () => {
    expect(money.parse({ amount: '29.90', currencyCode: 'EUR' })).toEqual({ amount: '29.90', currencyCode: 'EUR' })
    expect(money.parse({ amount: '19940', currencyCode: 'jpy ' })).toEqual({ amount: '19940', currencyCode: 'JPY' })
    expect(money.parse({ amount: 29.9, currencyCode: 'EUR' })?.amount).toBe('29.9')
  })

  it('that can’t be read is null, not zero', () => {
    expect(money.parse({ amount: '1,000.00', currencyCode: '' })).toEqual({ amount: null, currencyCode: null })
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
  const schema = part({ text, count, flag, instant, money, list: list(z.object({ text })) })
  expect(schema.parse({})).toEqual({ text: null, count: null, flag: false, instant: null, money: null, list: [] })
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (whole, field) => {
      const inside = { text: field, count: field, flag: field, instant: field, money: field, list: field }
      expect(schema.safeParse(whole).success).toBe(true)
      expect(schema.safeParse(inside).success).toBe(true)
      expect(schema.safeParse({ money: { amount: field, currencyCode: field }, list: [field] }).success).toBe(true)
    }),
  )
})
