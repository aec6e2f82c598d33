import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeOrderCursor, encodeOrderCursor } from './order-cursor.ts'

it.each([
  { orderDate: '2026-02-05T10:11:12.123456', id: 'ord-1' },
  { orderDate: '0044-03-15T12:00:00 BC', id: 'é"\\😀' },
  { orderDate: 'infinity', id: 'x' },
  { orderDate: null, id: 'ord-2' },
])('%j is decoded unchanged, and is safe in a URL', (cursor) => {
  const text = encodeOrderCursor(cursor)
  expect(text).toBe(encodeURIComponent(text))
  expect(decodeOrderCursor(text)).toEqual(cursor)
})

const refusal = expect.objectContaining({ code: 'INVALID_REQUEST', field: 'cursor' })

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

it.each([
  '',
  'abc',
  '2026-02-05',
  encoded({ orderDate: null, id: 'x' }),
  encoded([null, '']),
  encoded([null, 'a\0']),
  encoded([null, 1]),
  encoded(['tomorrow', 'x']),
  encoded(["2026-01-01'; DROP TABLE orders", 'x']),
  encoded([null, 'x', 'more']),
  ` ${encodeOrderCursor({ orderDate: null, id: 'x' })}`,
  `${encodeOrderCursor({ orderDate: null, id: 'x' })}==`,
])('%j is refused', (text) => {
  expect(() => decodeOrderCursor(text)).toThrow(refusal)
})

it('any other text is refused with the same error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeOrderCursor(text)).toThrow(refusal)
    }),
  )
})
