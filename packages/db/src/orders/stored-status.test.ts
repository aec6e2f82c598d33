import { orderStatuses } from '@orderport/domain'
import { expect, test } from 'vitest'
import { foldedSpellings, storedStatus } from './stored-status.ts'

test.each(orderStatuses)('%s is itself, in Amazon’s newer spelling and in small letters too', (status) => {
  const newer = status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
  expect([status, newer, newer.toLowerCase(), ` ${status} `].map((text) => storedStatus(text))).toEqual(
    Array.from({ length: 4 }, () => status),
  )
})

test.each(['CANCELLED', 'Cancelled', 'canceled', 'CANCELED'])('%s is Canceled', (text) => {
  expect(storedStatus(text)).toBe('Canceled')
})

test.each(['lost', 'shipped!', '', '_', null, undefined, 3, '__proto__'])('%j is Unknown', (value) => {
  expect(storedStatus(value)).toBe('Unknown')
})

test('every status has a spelling to look for, and Canceled two', () => {
  expect(foldedSpellings(['Canceled'])).toEqual(['canceled', 'cancelled'])
  expect(foldedSpellings(orderStatuses)).toHaveLength(orderStatuses.length + 1)
})
