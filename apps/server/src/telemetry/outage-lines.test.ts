import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { createDependency } from './dependency.ts'
import { createFailedRequests } from './failed-requests.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('an outage of a dependency is two lines, however often it fails and answers', () => {
  const { log, lines } = recordLog()
  const vault = createDependency(log, 'Vault')
  vault.answered()
  expect(lines).toEqual([])
  for (let times = 0; times < 100; times += 1) vault.lose('sealed (HTTP 503)')
  vi.advanceTimersByTime(10_000)
  vault.answered()
  vi.advanceTimersByTime(1999)
  vault.lose('timeout')
  vi.advanceTimersByTime(60_000)
  expect(lines).toMatchObject([{ level: 'warn', msg: 'lost', dependency: 'Vault', cause: 'sealed (HTTP 503)' }])
  for (let times = 0; times < 100; times += 1) vault.answered()
  vi.advanceTimersByTime(2000)
  expect(lines.slice(1)).toMatchObject([{ msg: 'back', dependency: 'Vault', lostForSeconds: 72 }])
  vault.lose('sealed (HTTP 503)')
  expect(lines).toHaveLength(3)
})

it('failed requests are counted by code, in a line for each half minute', () => {
  const { log, lines } = recordLog()
  const failed = createFailedRequests(log)
  vi.advanceTimersByTime(60_000)
  for (let times = 0; times < 150; times += 1) failed.count('DATABASE_UNAVAILABLE')
  failed.count('CREDENTIALS_UNAVAILABLE')
  vi.advanceTimersByTime(30_000)
  failed.count('UPSTREAM_ERROR')
  failed.close()
  failed.close()
  vi.advanceTimersByTime(60_000)
  expect(lines).toMatchObject([
    {
      level: 'warn',
      msg: 'requests failed',
      total: 151,
      codes: { DATABASE_UNAVAILABLE: 150, CREDENTIALS_UNAVAILABLE: 1 },
      seconds: 30,
    },
    { total: 1, codes: { UPSTREAM_ERROR: 1 } },
  ])
  expect(lines).toHaveLength(2)
})
