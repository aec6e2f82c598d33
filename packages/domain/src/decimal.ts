import { Big } from 'big.js'
import { z } from 'zod'
import type { Decimal } from './order.ts'

/** The most decimals that a Decimal has. */
const maxDecimals = 6

/**
 * A plain decimal number as marketplaces write money: no exponent, no grouping, at most 15 digits before the point and
 * 6 after.
 */
const plainDecimal = /^-?\d{1,15}(\.\d{1,6})?$/

export const decimalSchema = z.string().regex(plainDecimal)

/** A decimal that is rounded to become one of ours. No amount has a hundred digits. */
const longDecimal = /^-?\d{1,15}\.\d{7,100}$/

/**
 * Returns the decimal in a marketplace's string or number, or null if it holds none. `29.990` and `29.99` stay as
 * written; more than six decimals are rounded to six.
 */
export function parseDecimal(value: unknown): Decimal | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? plain(value) : value
  if (typeof text !== 'string') return null
  const trimmed = text.trim()
  const decimal = longDecimal.test(trimmed) ? roundDecimal(trimmed, maxDecimals) : trimmed
  return plainDecimal.test(decimal) ? decimal : null
}

/** A number without an exponent: JavaScript writes small and large ones with it. */
function plain(value: number): string {
  return new Big(value).toFixed()
}

/** Returns the amount with this many decimals. Rounds halves away from zero, as PostgreSQL rounds a NUMERIC. */
export function roundDecimal(amount: Decimal, decimals: number): Decimal {
  // Rounded first: of an amount that rounds to zero, toFixed alone keeps the sign.
  return new Big(amount).round(decimals, Big.roundHalfUp).toFixed(decimals)
}

/** Returns the sum, with as many decimals as the most precise amount has. `0` for none. */
export function sumDecimals(amounts: readonly Decimal[]): Decimal {
  const sum = amounts.reduce((total, amount) => total.plus(amount), new Big(0))
  return sum.toFixed(Math.max(0, ...amounts.map(decimalsIn)))
}

/** Returns the amount times a whole number, with the amount's own decimals. */
export function multiplyDecimal(amount: Decimal, factor: number): Decimal {
  return new Big(amount).times(factor).toFixed(decimalsIn(amount))
}

/** Returns the amount divided by a whole number from 1, rounded to this many decimals, halves away from zero. */
export function divideDecimal(amount: Decimal, divisor: number, decimals: number): Decimal {
  return new Big(amount).div(divisor).round(decimals, Big.roundHalfUp).toFixed(decimals)
}

/** Returns the amount without its sign. */
export function absoluteDecimal(amount: Decimal): Decimal {
  return amount.replace(/^-/, '')
}

/** True for two spellings of one number: `29.9` and `29.90`. */
export function equalDecimals(one: Decimal, other: Decimal): boolean {
  return one === other || new Big(one).eq(other)
}

function decimalsIn(amount: Decimal): number {
  return amount.split('.')[1]?.length ?? 0
}
