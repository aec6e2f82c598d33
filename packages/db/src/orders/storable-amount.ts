import { parseDecimal, roundDecimal, type Decimal } from '@orderport/domain'

/** What NUMERIC(12,2) holds: at most ten digits before the point. */
const numeric12And2 = /^-?\d{1,10}\.\d{2}$/

/**
 * Returns the amount as NUMERIC(12,2) keeps it: two decimals, halves rounded away from zero. Returns null for an amount
 * that does not fit: the column belongs to the deployed table, and an order must not be refused for it. The
 * marketplace's answer, which is stored beside it, still has the amount.
 */
export function storableAmount(amount: Decimal | null): Decimal | null {
  const decimal = parseDecimal(amount)
  if (decimal === null) return null
  const rounded = roundDecimal(decimal, 2)
  return numeric12And2.test(rounded) ? rounded : null
}
