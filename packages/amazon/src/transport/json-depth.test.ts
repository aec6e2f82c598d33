import { expect, it } from 'vitest'
import { isNestedDeeperThan } from './json-depth.ts'

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

it.each([
  ['no level', '1', 0],
  ['an empty list', '[]', 1],
  ['objects and lists in turn', '{"a":[{"b":[]}]}', 4],
  ['neighbours', '[[1],[2],{"a":[3]}]', 3],
  ['brackets in a string', '["[[[{{{"]', 1],
  ['brackets in a name', '{"[[[":1}', 1],
  ['brackets after an escaped quote', String.raw`["\"[[["]`, 1],
  ['brackets after a string that ends with a backslash', String.raw`["\\",[[]]]`, 3],
  ['200 levels', nested(200), 200],
])('%s', (_name, json, levels) => {
  expect(() => JSON.parse(json)).not.toThrow()
  expect(isNestedDeeperThan(levels, json)).toBe(false)
  expect(isNestedDeeperThan(levels - 1, json)).toBe(true)
})

it('a million levels do not overflow the stack', () => {
  expect(isNestedDeeperThan(999_999, nested(1_000_000))).toBe(true)
  expect(isNestedDeeperThan(1_000_000, nested(1_000_000))).toBe(false)
})

it.each(['"[[[', '"\\', ']]]', ''])('the search ends for %j, which is not JSON', (text) => {
  expect(isNestedDeeperThan(0, text)).toBe(false)
})
