import { tenantIdSchema } from '@orderport/domain'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createAlarms, type AlarmCode } from './alarms.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const connection = { kind: 'connection', tenantId, channel: 'amazon' } as const
const minute = 60_000

function alarmsAt(clock: { ms: number }) {
  const lines: Record<string, unknown>[] = []
  const counted: AlarmCode[] = []
  const log = pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) })
  const alarms = createAlarms({ log, now: () => new Date(clock.ms), onAlarm: (code) => counted.push(code) })
  return { alarms, lines, counted }
}

it('an alarm is one line with tenant, channel and remedy, however often it is met; each time is counted', () => {
  const { alarms, lines, counted } = alarmsAt({ ms: 0 })
  for (let met = 0; met < 200; met += 1) alarms.raise(connection, 'CHANNEL_REAUTH_REQUIRED')
  expect(lines).toEqual([
    {
      level: 40,
      alarm: 'connection',
      code: 'CHANNEL_REAUTH_REQUIRED',
      tenantId,
      channel: 'amazon',
      leftOut: 0,
      msg: 'the seller has to authorise our application again',
    },
  ])
  expect(counted).toHaveLength(200)
})

it('an alarm that goes on is repeated after an hour, with how often it was met', () => {
  const clock = { ms: 0 }
  const { alarms, lines } = alarmsAt(clock)
  for (clock.ms = 0; clock.ms <= 60 * minute; clock.ms += minute) alarms.raise(connection, 'UPSTREAM_FORBIDDEN')
  expect(lines.map(({ leftOut }) => leftOut)).toEqual([0, 59])
})

it('another code of the same connection is a line of its own, another tenant’s too', () => {
  const { alarms, lines } = alarmsAt({ ms: 0 })
  alarms.raise(connection, 'UPSTREAM_FORBIDDEN')
  alarms.raise(connection, 'CHANNEL_REAUTH_REQUIRED')
  alarms.raise({ ...connection, tenantId: tenantIdSchema.parse('atelier-berlin') }, 'CHANNEL_REAUTH_REQUIRED')
  expect(lines).toHaveLength(3)
})

it('the end of an alarm is one line, and the next one is logged again', () => {
  const { alarms, lines } = alarmsAt({ ms: 0 })
  alarms.clear(connection)
  alarms.raise(connection, 'SELLER_ALREADY_CONNECTED')
  alarms.clear(connection)
  alarms.clear(connection)
  alarms.raise(connection, 'SELLER_ALREADY_CONNECTED')
  expect(lines.map(({ level, msg }) => [level, String(msg).split(':')[0]])).toEqual([
    [40, 'the selling account belongs to another tenant'],
    [30, 'the alarm is over'],
    [40, 'the selling account belongs to another tenant'],
  ])
})
