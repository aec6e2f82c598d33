import { parseInstant, type Instant } from '@orderport/domain'

const duration = /^([1-9]\d{0,4})([hd])$/
const hourMs = 3_600_000

/**
 * Returns the moment of an ISO date, or of a number of hours (`12h`) or days (`30d`) before now (-1) or after it (1).
 * Returns null for any other text.
 */
export function parseMoment(text: string, now: Date, direction: -1 | 1): Instant | null {
  const [, count, unit] = duration.exec(text) ?? []
  if (count === undefined) return parseInstant(text)
  const milliseconds = Number(count) * (unit === 'd' ? 24 * hourMs : hourMs)
  return new Date(now.getTime() + direction * milliseconds).toISOString()
}
