import { describe, expect, it } from 'vitest'
import { normaliseTypedText, stripReferenceMarks } from './order-reference.ts'

describe('typed text', () => {
  it.each([
    ['171\u20114093870\u20111757126', '171-4093870-1757126'],
    ['171\u20134093870\u20141757126', '171-4093870-1757126'],
    ['171\u22124093870\uff0d1757126', '171-4093870-1757126'],
    ['\u200b171-4093870-\u00ad1757126\ufeff', '171-4093870-1757126'],
    ['１７１-4093870-1757126', '171-4093870-1757126'],
    ['  a\u00a0\u202f b\n', 'a b'],
    ['100 %_', '100 %_'],
  ])('%j is %j', (text, expected) => {
    expect(normaliseTypedText(text)).toBe(expected)
  })
})

describe('a reference as people write it', () => {
  it.each([
    ['#1001', '1001'],
    ['# 1001', '1001'],
    ['n° 171-4093870-1757126.', '171-4093870-1757126'],
    ['N°171-4093870-1757126', '171-4093870-1757126'],
    ['nº 171-4093870-1757126', '171-4093870-1757126'],
    ['№ 171-4093870-1757126', '171-4093870-1757126'],
    ['No. 1001', '1001'],
    ['171-4093870-1757126 .', '171-4093870-1757126'],
    ['Norbert', 'Norbert'],
    ['no-1', 'no-1'],
  ])('%j is %j', (text, expected) => {
    expect(stripReferenceMarks(text)).toBe(expected)
  })
})
