import type { ImportWindow } from '@orderport/domain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextWindow } from './backfill-window.ts'

const until = '2026-02-01T00:00:00.000Z'
const period = { since: '2024-02-01T00:00:00.000Z', until }

function windowOf(from: string, to: string, pages: number): ImportWindow {
  return {
    number: 1,
    from,
    to,
    state: 'done',
    token: null,
    pages,
    seen: 0,
    stored: 0,
    unchanged: 0,
    failed: 0,
    restarts: 0,
  }
}

it('begins with the newest week', () => {
  expect(nextWindow(period, [])).toEqual({ from: '2026-01-25T00:00:00.000Z', to: until })
})

it('is longer after a window with few pages, and shorter after one with many', () => {
  const from = '2026-01-25T00:00:00.000Z'
  expect(nextWindow(period, [windowOf(from, until, 1)])).toEqual({ from: '2025-12-28T00:00:00.000Z', to: from })
  expect(nextWindow(period, [windowOf(from, until, 20)])).toEqual({ from: '2026-01-21T12:00:00.000Z', to: from })
})

it('covers every period without a gap or an overlap', () => {
  const moment = fc
    .integer({ min: 0, max: 900 * 24 })
    .map((hours) => new Date(Date.UTC(2024, 0, 1, hours)).toISOString())
  fc.assert(
    fc.property(moment, moment, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (one, other, pages) => {
      const [since = one, end = other] = [one, other].toSorted()
      const windows: ImportWindow[] = []
      for (;;) {
        const next = nextWindow({ since, until: end }, windows)
        if (next === null) break
        expect(next.from < next.to).toBe(true)
        expect(next.to).toBe(windows.at(-1)?.from ?? end)
        windows.push(windowOf(next.from, next.to, pages[windows.length % pages.length] ?? 1))
      }
      expect(windows.at(-1)?.from ?? end).toBe(since)
    }),
  )
})
