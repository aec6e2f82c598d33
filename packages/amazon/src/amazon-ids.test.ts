import { expect, it } from 'vitest'
import { isOrderReference } from './amazon-ids.ts'

it.each(['171-4093870-1757126', 'S01-4093870-1757126', 'S02-4093870-1757126', 'D01-4093870-1757126'])(
  '%s is an Amazon reference',
  (text) => {
    expect(isOrderReference(text)).toBe(true)
  },
)

it.each([
  '',
  '#1001',
  '1714093870-1757126',
  '171-4093870-175712',
  '171-4093870-17571260',
  ' 171-4093870-1757126',
  '171-4093870-1757126\n',
  's02-4093870-1757126',
  'S03-4093870-1757126',
  'D02-4093870-1757126',
  '١٧١-4093870-1757126',
  '171-4093870-1757126/../x',
])('%j is not an Amazon reference', (text) => {
  expect(isOrderReference(text)).toBe(false)
})
