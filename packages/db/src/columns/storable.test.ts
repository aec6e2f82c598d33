import { expect, it } from 'vitest'
import { refuseUnstorableKey, storableRecord, storableText } from './storable.ts'

it('a text loses NUL characters and lone surrogates, and nothing else', () => {
  expect(storableText('a\0b\ud800c é 😀')).toBe('ab\ufffdc é 😀')
})

it('a record loses them at every depth, in keys and in values', () => {
  expect(storableRecord({ 'k\0': ['a\0', { deep: '\udc00' }], n: 1.5, yes: true, none: null })).toEqual({
    k: ['a', { deep: '\ufffd' }],
    n: 1.5,
    yes: true,
    none: null,
  })
})

it('values that JSON does not have are left out or null', () => {
  expect(storableRecord({ gone: undefined, nan: Number.NaN, list: [undefined] })).toEqual({ nan: null, list: [null] })
})

it('a very deep value, which overflowed the stack, is cut at the 500th level', () => {
  const stored = storableRecord({ deep: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) })
  expect(JSON.stringify(stored)).toBe(`{"deep":${'['.repeat(499)}null${']'.repeat(499)}}`)
})

it('a property named __proto__ is data', () => {
  const stored = storableRecord(Object(JSON.parse('{"__proto__":{"a":1}}')))
  expect(Object.keys(stored)).toEqual(['__proto__'])
})

it('a key with a NUL is refused: without it, it would name another order', () => {
  expect(() => refuseUnstorableKey({ channel: 'amazon', externalOrderId: '171\0' })).toThrow(
    expect.objectContaining({ code: 'ORDER_REF_INVALID' }),
  )
})
