import { describe, expect, it } from 'vitest'
import { cleanName, cleanText, cleanTrackingCode, parseCurrency, parseOrderInstant } from './plausible.ts'

describe('a date of an order', () => {
  it.each([
    ['2026-02-05T10:11:12Z', '2026-02-05T10:11:12.000Z'],
    [' 2026-02-05 ', '2026-02-05T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', null],
    ['1970-01-19T03:58:30Z', null],
    ['1969-12-31T23:59:59Z', null],
    ['0001-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', null],
    ['2026-02-30', null],
    ['', null],
    [0, null],
    [null, null],
  ])('%j is %j', (value, expected) => {
    expect(parseOrderInstant(value)).toBe(expected)
  })
})

describe('a currency', () => {
  it.each([
    ['EUR', 'EUR'],
    [' eur ', 'EUR'],
    ['JPY', 'JPY'],
    ['€', null],
    ['EURO', null],
    ['ZZZ', null],
    ['XXX', null],
    ['', null],
    [978, null],
  ])('%j is %j', (value, expected) => {
    expect(parseCurrency(value)).toBe(expected)
  })
})

describe('text', () => {
  it.each([
    [' a\u0000b ', 'ab'],
    ['\u200b', null],
    ['\ufeffCamille\u200b', 'Camille'],
    ['\ud800', '\ufffd'],
    ['', null],
    [5, null],
  ])('%j is %j', (value, expected) => {
    expect(cleanText(value)).toBe(expected)
  })
})

describe('a name', () => {
  it.each([
    ['Camille Durand', 'Camille Durand'],
    ['李雷', '李雷'],
    ['Na', 'Na'],
    ['n/a', null],
    ['N/A', null],
    ['Aucun', null],
    ['-', null],
    ['…', null],
    ['\u200b', null],
    ['null', null],
  ])('%j is %j', (value, expected) => {
    expect(cleanName(value)).toBe(expected)
  })
})

describe('a tracking code', () => {
  it.each([
    ['6A00000000001', '6A00000000001'],
    [' 6A 000 000 00001 ', '6A00000000001'],
    ['1Z 999 AA1 01 2345 6784', '1Z999AA10123456784'],
    ['RR 123 456 785 FR', 'RR123456785FR'],
    ['jjd01-2', 'jjd01-2'],
    ['aucun', null],
    ['N/A', null],
    ['sans suivi', null],
    ['lettre suivie 12', null],
    ['remis le 12 mars', null],
    ['ABCDEF', null],
    ['', null],
    ['1'.repeat(257), null],
    [null, null],
  ])('%j is %j', (value, expected) => {
    expect(cleanTrackingCode(value)).toBe(expected)
  })
})
