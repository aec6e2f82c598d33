import { orderStatuses } from '@orderport/domain'
import { expect, it } from 'vitest'
import { foldedSpellings, storedStatus } from './stored-status.ts'

it.each(orderStatuses)('%s is read in our spelling, in Amazon’s newer one, and in lower case', (status) => {
  const newer = status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
  expect([status, newer, newer.toLowerCase(), ` ${status} `].map((text) => storedStatus(text))).toEqual(
    Array.from({ length: 4 }, () => status),
  )
})

it.each(['CANCELLED', 'Cancelled', 'canceled', 'CANCELED'])('%s is Canceled', (text) => {
  expect(storedStatus(text)).toBe('Canceled')
})

it.each(['lost', 'shipped!', '', '_', null, undefined, 3, '__proto__'])('%j is Unknown', (value) => {
  expect(storedStatus(value)).toBe('Unknown')
})

it('every status has one folded spelling, and Canceled two', () => {
  expect(foldedSpellings(['Canceled'])).toEqual(['canceled', 'cancelled'])
  expect(foldedSpellings(orderStatuses)).toHaveLength(orderStatuses.length + 1)
})
