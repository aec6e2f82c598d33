import { Big } from 'big.js'
import { z } from 'zod'
import type { Decimal } from './order.ts'

/** The most decimals that a Decimal has. */
const maxDecimals = 6

/**
 * A plain decimal number as marketplaces write money: no exponent, no grouping, at most 15 digits before the point and
 * 6 after.
 */
export const decimalSchema = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/)

/**
 * Returns the decimal in a marketplace's string or number, or null if it holds none. `29.990` and `29.99` stay as
 * written.
 */
export function parseDecimal(value: unknown): Decimal | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  const parsed = decimalSchema.safeParse(typeof text === 'string' ? text.trim() : text)
  return parsed.success ? parsed.data : null
}

/**
 * Returns the amount divided by a whole number from 1, with at least the amount's own decimals: `125.00` by 2 is
 * `62.50`. Returns null where no Decimal is the exact quotient, as for `10.00` by 3.
 */
export function divideExactly(amount: Decimal, divisor: number): Decimal | null {
  const quotient = new Big(amount).div(divisor).round(maxDecimals, Big.roundDown)
  if (!quotient.times(divisor).eq(amount)) return null
  return quotient.toFixed(Math.max(decimalsIn(quotient.toFixed()), decimalsIn(amount)))
}

/** Returns the amount with this many decimals. Rounds halves away from zero, as PostgreSQL rounds a NUMERIC. */
export function roundDecimal(amount: Decimal, decimals: number): Decimal {
  // Rounded first: of an amount that rounds to zero, toFixed alone keeps the sign.
  return new Big(amount).round(decimals, Big.roundHalfUp).toFixed(decimals)
}

function decimalsIn(amount: Decimal): number {
  return amount.split('.')[1]?.length ?? 0
}
