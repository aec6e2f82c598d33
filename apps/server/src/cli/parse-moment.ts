import { parseInstant, type Instant } from '@orderport/domain'

const duration = /^([1-9]\d{0,4})([hd])$/
const hourMs = 3_600_000

/**
 * The moment that an ISO date names, or that lies so many hours (`12h`) or days (`30d`) from now: in the past for -1, in
 * the future for 1. Null for anything else.
 */
export function parseMoment(text: string, now: Date, direction: -1 | 1): Instant | null {
  const [, count, unit] = duration.exec(text) ?? []
  if (count === undefined) return parseInstant(text)
  const milliseconds = Number(count) * (unit === 'd' ? 24 * hourMs : hourMs)
  return new Date(now.getTime() + direction * milliseconds).toISOString()
}
