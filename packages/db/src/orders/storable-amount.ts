import type { Decimal } from '@orderport/domain'

/** NUMERIC(12,2): ten digits before the point. */
const smallestTooLarge = 10n ** 12n

/**
 * The amount as NUMERIC(12,2) keeps it: two decimals, halves rounded away from zero, as Postgres does. Null for one that
 * does not fit: the column belongs to the deployed table, and an order must not be refused for it. The marketplace's
 * answer, which is stored beside it, still has the amount.
 */
export function storableAmount(amount: Decimal | null): Decimal | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount ?? '') ?? []
  if (whole === '') return null
  const roundedUp = fraction.charAt(2) >= '5' ? 1n : 0n
  const cents = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0')) + roundedUp
  if (cents >= smallestTooLarge) return null
  const digits = String(cents).padStart(3, '0')
  return `${cents === 0n ? '' : sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
