import type { TenantId } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import type { Log } from '../log.ts'

/** The failures that no retry ends: a person has to put something right. */
export const alarmCodes = [
  'CHANNEL_REAUTH_REQUIRED',
  'SELLER_ALREADY_CONNECTED',
  'UPSTREAM_FORBIDDEN',
  'APP_CREDENTIALS_INVALID',
] as const

export type AlarmCode = (typeof alarmCodes)[number]

/** What an alarm is about. At most one alarm is raised for it at a time. */
export type AlarmSubject =
  | { readonly kind: 'connection'; readonly tenantId: TenantId; readonly channel: string }
  | { readonly kind: 'application'; readonly channel: string }

export interface Alarms {
  /**
   * Counts the alarm. Logs a warning when it is new or has another code than before, and once an hour as it goes on.
   */
  raise(subject: AlarmSubject, code: AlarmCode): void
  /** Logs that the alarm is over, if there was one. */
  clear(subject: AlarmSubject): void
}

export interface AlarmsDeps {
  readonly log: Log
  readonly now: () => Date
  readonly onAlarm: (code: AlarmCode) => void
}

const repeatAfterMs = 60 * 60_000
/** Beyond it the alarm that was met longest ago is forgotten, and logged as new when it is met again. */
const maxAlarms = 10_000

const remedies: Readonly<Record<AlarmCode, string>> = {
  CHANNEL_REAUTH_REQUIRED: 'the seller has to authorise our application again',
  SELLER_ALREADY_CONNECTED: 'the selling account belongs to another tenant: correct the secret, or move the account',
  UPSTREAM_FORBIDDEN: 'the marketplace refuses us: see the role and the region of the seller’s authorisation',
  APP_CREDENTIALS_INVALID: 'no tenant can import: correct our application’s credentials',
}

interface RaisedAlarm {
  readonly code: AlarmCode
  readonly loggedAt: number
  /** How often it was met since then. */
  readonly leftOut: number
}

/** Each process has its own: an alarm of many tenants is a line for each of them and each process. */
export function createAlarms({ log, now, onAlarm }: AlarmsDeps): Alarms {
  const raised = new LRUCache<string, RaisedAlarm>({ max: maxAlarms })
  return {
    raise(subject, code) {
      onAlarm(code)
      const name = JSON.stringify(subject)
      const known = raised.get(name)
      const at = now().getTime()
      if (known?.code === code && at - known.loggedAt < repeatAfterMs) {
        raised.set(name, { ...known, leftOut: known.leftOut + 1 })
        return
      }
      raised.set(name, { code, loggedAt: at, leftOut: 0 })
      const { kind, ...about } = subject
      log.warn({ alarm: kind, code, ...about, leftOut: known?.leftOut ?? 0 }, remedies[code])
    },
    clear(subject) {
      const name = JSON.stringify(subject)
      const known = raised.get(name)
      if (known === undefined) return
      raised.delete(name)
      const { kind, ...about } = subject
      log.info({ alarm: kind, code: known.code, ...about }, 'the alarm is over')
    },
  }
}
