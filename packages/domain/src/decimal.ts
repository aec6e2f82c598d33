import { z } from 'zod'
import type { Decimal } from './order.ts'

/** A plain decimal number as marketplaces write money: no exponent, no grouping, at most 15 digits before the point and 6 after. */
export const decimalSchema = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/)

/** The decimal in a marketplace's string or number, or null if it is neither one. `29.990` and `29.99` stay as written. */
export function parseDecimal(value: unknown): Decimal | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  const parsed = decimalSchema.safeParse(typeof text === 'string' ? text.trim() : text)
  return parsed.success ? parsed.data : null
}
