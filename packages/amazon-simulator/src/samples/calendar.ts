import type { AmazonWindow } from '../amazon-order.ts'

/** The days around a moment, by a marketplace's clock: 0 is today, -1 yesterday. */
export interface Calendar {
  /** Returns the moment of a local time on a day, such as `at(-1, '18:30')`, in UTC to the second. */
  at(day: number, time: string): string
  /** Returns the window from the beginning of one day to the end of another. */
  days(first: number, last: number): AmazonWindow
}

/** Returns the calendar around `now`, in milliseconds since 1970. */
export function calendarOf(now: number, timeZone: string): Calendar {
  // Local times are written as if they were UTC, and moved by the zone's offset at that time.
  const today = Math.floor((now + offsetAt(now, timeZone)) / day) * day
  const at: Calendar['at'] = (days, time) => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
    const local = today + days * day + ((hours * 60 + minutes) * 60 + seconds) * 1000
    return isoSeconds(local - offsetAt(local - offsetAt(local, timeZone), timeZone))
  }
  return {
    at,
    days: (first, last) => ({ earliestDateTime: at(first, '00:00'), latestDateTime: at(last, '23:59:59') }),
  }
}

export const day = 86_400_000

/** Returns a moment as Amazon writes it: ISO 8601 in UTC, to the second. */
export function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** Returns how far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}
