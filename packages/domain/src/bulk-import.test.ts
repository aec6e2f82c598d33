import { expect, it } from 'vitest'
import { hasEnded, importStates } from './bulk-import.ts'
import { makeImportId } from './order-id.ts'

it('an import ends as done, failed or cancelled', () => {
  expect(importStates.filter((state) => hasEnded(state))).toEqual(['done', 'failed', 'cancelled'])
})

it('makes ids of base 36 milliseconds and six base 36 digits', () => {
  const now = new Date('2026-02-05T10:11:12.345Z')
  expect(makeImportId(now, () => 0)).toBe(`imp-${now.getTime().toString(36)}-000000`)
  expect(makeImportId(now, () => 1 - Number.EPSILON)).toBe(`imp-${now.getTime().toString(36)}-zzzzzz`)
})
