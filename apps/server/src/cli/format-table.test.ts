import { expect, it } from 'vitest'
import { formatTable } from './format-table.ts'

it('makes columns as wide as their cells, counting wide characters as two', () => {
  const table = formatTable({
    headers: ['id', 'name'],
    rows: [
      ['a', '東京'],
      ['longer', null],
      ['b', 12],
    ],
  })
  expect(table).toBe('ID      NAME\na       東京\nlonger  -\nb       12\n')
  expect(
    formatTable({
      headers: ['name', 'id'],
      rows: [
        ['東京', 'a'],
        ['Kiel', 'b'],
      ],
    }),
  ).toBe('NAME  ID\n東京  a\nKiel  b\n')
})

it('replaces control characters in stored text, which could move the cursor or start a line', () => {
  const table = formatTable({ headers: ['name'], rows: [['\u001B[2Ja\nb\u202Ec\u009B']] })
  expect(table).toBe('NAME\n\u{FFFD}[2Ja\u{FFFD}b\u{FFFD}c\u{FFFD}\n')
})

it('returns nothing for a table without rows', () => {
  expect(formatTable({ headers: ['name'], rows: [] })).toBe('')
})
