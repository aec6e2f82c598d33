import { DomainError } from '@orderport/domain'
import { z } from 'zod'

/** The last row of a page: the next page begins after it. */
export interface OrderCursor {
  /** Its order date in UTC as Postgres prints it in JSON, to the microsecond, or `infinity`; null if undated. */
  readonly orderDate: string | null
  readonly id: string
}

const postgresTimestamp = /^(?:-?infinity|\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?: BC)?)$/

const cursorSchema = z.tuple([
  z.string().regex(postgresTimestamp).nullable(),
  z
    .string()
    .min(1)
    .refine((id) => !id.includes('\0')),
])

/** Returns the cursor for the caller: opaque, and safe in a URL. */
export function encodeOrderCursor(cursor: OrderCursor): string {
  return Buffer.from(JSON.stringify([cursor.orderDate, cursor.id])).toString('base64url')
}

/** Parses a cursor from a caller. Throws `INVALID_REQUEST` for anything that `encodeOrderCursor` did not produce. */
export function decodeOrderCursor(text: string): OrderCursor {
  const json = Buffer.from(text, 'base64url').toString()
  const parsed = cursorSchema.safeParse(parseJson(json))
  if (!parsed.success) throw invalidCursor()
  const [orderDate, id] = parsed.data
  const cursor = { orderDate, id }
  if (encodeOrderCursor(cursor) !== text) throw invalidCursor()
  return cursor
}

export function invalidCursor(cause?: unknown): DomainError {
  return new DomainError('INVALID_REQUEST', { field: 'cursor', detail: 'The cursor is not one of ours.', cause })
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
