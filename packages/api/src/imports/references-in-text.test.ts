import { expect, it } from 'vitest'
import { fakeMarketplace } from '../testing/fake-marketplace.ts'
import { referencesInText } from './references-in-text.ts'

const { connector } = fakeMarketplace()
const one = '171-4093870-1757126'
const two = '402-1234567-7654321'

it.each([
  ['a sentence', `Where are ${one} and ${two}?`, [one, two]],
  ['a reference that is quoted again', `${one}\n> ${one}\n> > Order ${two}`, [one, two]],
  ['a quoted line that was wrapped', `> my order 171-4093870-\r\n> 1757126 please`, [one]],
  ['a reference wrapped after its first group', `402-\n1234567-7654321`, [two]],
  ['nothing', 'Hello', []],
])('finds the references of %s', (_name, text, found) => {
  expect(referencesInText(connector, text).found).toEqual(found)
})

it('says what looks like an order number and is none', () => {
  const text = `#1001 and #1001, 171-409387-1757126, call 01 23 45 67 89, invoice 2026-001, ${one}`
  expect(referencesInText(connector, text)).toEqual({ found: [one], left: ['#1001', '171-409387-1757126'] })
})

it('lists at most fifty of what it left', () => {
  const text = Array.from({ length: 90 }, (_, index) => `#${1000 + index}`).join(' ')
  expect(referencesInText(connector, text).left).toHaveLength(50)
})
