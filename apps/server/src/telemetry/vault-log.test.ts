import { expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { createLineLimit } from './line-limit.ts'
import { createVaultLog } from './vault-log.ts'

it('a Vault that refuses us is a line for each way of refusing, and none that is away is', () => {
  const { log, lines } = recordLog('info')
  const { now } = createClock()
  const causes: string[] = []
  const vault = { lose: (cause: string) => void causes.push(cause), answered: () => undefined }
  const tell = createVaultLog({ log, vault, lines: createLineLimit(now) })
  for (let times = 0; times < 50; times += 1) {
    tell({ event: 'read_failed', path: 'a', failure: 'denied', note: 'HTTP 403' })
    tell({ event: 'login_failed', method: 'approle', failure: 'login refused' })
    tell({ event: 'stale_served', path: 'a', expiredForSeconds: times })
  }
  tell({ event: 'read_failed', path: 'a', failure: 'sealed', note: 'HTTP 503' })
  tell({ event: 'renewal_failed', failure: 'unreachable' })
  tell({ event: 'logged_in', method: 'approle' })
  expect(lines.map(({ level, vault: event }) => [level, event])).toEqual([
    ['warn', { event: 'read_failed', path: 'a', failure: 'denied', note: 'HTTP 403' }],
    ['warn', { event: 'login_failed', method: 'approle', failure: 'login refused' }],
    ['info', { event: 'logged_in', method: 'approle' }],
  ])
  expect(causes).toEqual(['sealed (HTTP 503)', 'unreachable'])
})
