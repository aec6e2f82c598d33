/** Returns SQL for a timestamp as seconds since 1970, to the microsecond, whatever the session's settings. */
export function epochSeconds(expression: string): string {
  return `date_part('epoch', ${expression})`
}

/**
 * Returns the moment that `epochSeconds` selected, as ISO 8601 in UTC with milliseconds; null for one that no ISO date
 * of four digits names. Any other value is returned as it is.
 */
export function instantOfEpoch(seconds: unknown): unknown {
  if (typeof seconds !== 'number') return seconds
  // To a whole number first: 0.345 s is a little less than 345 ms in binary. After 2096 a number is too coarse for microseconds.
  const scale = Math.abs(seconds) < 4e9 ? 1000 : 10
  const milliseconds = Math.floor(Math.round(seconds * 1000 * scale) / scale)
  return milliseconds >= year1 && milliseconds < year10000 ? isoText(milliseconds) : null
}

const year1 = Date.parse('0001-01-01T00:00:00Z')
const year10000 = Date.parse('9999-12-31T23:59:59.999Z') + 1

const dayMs = 24 * 60 * 60 * 1000
/** The days of recent calls: a list has eight dates in each row, and Date formats slower than all the rest is read. */
const days = new Map<number, string>()
const mostDays = 2000

/** Does what `new Date(milliseconds).toISOString()` does, several times as fast. */
function isoText(milliseconds: number): string {
  const day = Math.floor(milliseconds / dayMs)
  const ofDay = milliseconds - day * dayMs
  const seconds = Math.floor(ofDay / 1000)
  const hour = twoDigits(Math.floor(seconds / 3600))
  const minute = twoDigits(Math.floor(seconds / 60) % 60)
  return `${dayText(day)}T${hour}:${minute}:${twoDigits(seconds % 60)}.${String(ofDay % 1000).padStart(3, '0')}Z`
}

function dayText(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  const text = new Date(day * dayMs).toISOString().slice(0, 10)
  if (days.size >= mostDays) days.clear()
  days.set(day, text)
  return text
}

const pairs = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

function twoDigits(number: number): string {
  return pairs[number] ?? ''
}
