import type { Instant } from './order.ts'

const isoDateTime = /^(?!0000)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** How we write instants. Days after the 28th are left to the calendar. */
const canonical = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/**
 * Returns the moment that an ISO 8601 date or date-time names, or null if it names none ("", "soon", 2026-02-30).
 * A value without an offset is read as UTC.
 */
export function parseInstant(value: unknown): Instant | null {
  if (typeof value !== 'string') return null
  if (canonical.test(value)) return value
  if (!isoDateTime.test(value)) return null
  const day = value.slice(0, 10)
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return null
  const time = value.slice(11)
  if (time === '') return midnight.toISOString()
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(time)
  const moment = new Date(`${day}T${hasOffset ? time : `${time}Z`}`)
  if (Number.isNaN(moment.getTime())) return null
  // An offset can lead out of the years 1 to 9999, which none of our readers accepts.
  const instant = moment.toISOString()
  return isoDateTime.test(instant) ? instant : null
}
