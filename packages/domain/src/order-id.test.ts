import { expect, it } from 'vitest'
import { makeOrderId } from './order-id.ts'

it('makes ids of base 36 milliseconds and six base 36 digits', () => {
  const now = new Date('2026-02-05T10:11:12.345Z')
  expect(makeOrderId(now, () => 0)).toBe(`ord-${now.getTime().toString(36)}-000000`)
  expect(makeOrderId(now, () => 1 - Number.EPSILON)).toBe(`ord-${now.getTime().toString(36)}-zzzzzz`)
})
