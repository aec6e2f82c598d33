import { expect, it } from 'vitest'
import { isOrderReference } from './amazon-ids.ts'

it('a reference is three, seven and seven digits', () => {
  expect(isOrderReference('171-4093870-1757126')).toBe(true)
})

it.each([
  '',
  '#1001',
  '1714093870-1757126',
  '171-4093870-175712',
  '171-4093870-17571260',
  ' 171-4093870-1757126',
  '171-4093870-1757126\n',
  'S02-4093870-1757126',
  '١٧١-4093870-1757126',
  '171-4093870-1757126/../x',
])('%j is not an Amazon reference', (text) => {
  expect(isOrderReference(text)).toBe(false)
})
