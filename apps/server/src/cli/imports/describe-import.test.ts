import { expect, it } from 'vitest'
import { describeProgress, localMoment, shareOf, type WireImport } from './describe-import.ts'

const now = new Date('2026-11-25T10:00:00Z')
const running: WireImport = {
  id: 'imp-1-1',
  channel: 'amazon',
  kind: 'backfill',
  requestedBy: 'operator',
  since: '2026-10-26T00:00:00.000Z',
  until: '2026-11-25T00:00:00.000Z',
  state: 'running',
  total: null,
  done: 1234,
  stored: 1234,
  unchanged: 0,
  failed: 2,
  error: null,
  nextAttemptAt: null,
  ratePerMinute: 33.4,
  estimatedEnd: null,
  createdAt: now.toISOString(),
  startedAt: now.toISOString(),
  finishedAt: null,
  version: 7,
}

it('tells counts, rate and state in a line', () => {
  expect(describeProgress(running, now)).toBe('1,236 orders, 2 failed, 33 a minute')
  expect(describeProgress({ ...running, total: 5000, state: 'queued' }, now)).toBe(
    '1,236 of 5,000 orders, 2 failed, waits for a worker',
  )
})

it('tells a moment by its time today, its weekday soon, and its date later', () => {
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString()
  expect(localMoment(now.toISOString(), now)).toMatch(/^\d\d:\d\d$/)
  expect(localMoment(inDays(2), now)).toMatch(/^(?:Friday|Saturday) \d\d:\d\d$/)
  expect(localMoment(inDays(20), now)).toMatch(/^1[4-6] December 2026 \d\d:\d\d$/)
})

it('knows the share that is done: of the orders once they are counted, else of the period', () => {
  const window = { pages: 1, seen: 0, stored: 0, unchanged: 0, failed: 0, restarts: 0, state: 'done' } as const
  expect(shareOf(running, [])).toBe(0)
  expect(shareOf(running, [{ ...window, from: '2026-11-10T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' }])).toBe(0.5)
  expect(shareOf({ ...running, total: 2472 }, [])).toBe(0.5)
  expect(shareOf({ ...running, since: null, until: null }, [])).toBeNull()
})
