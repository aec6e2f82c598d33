import { type Decimal, divideExactly } from '@orderport/domain'

/**
 * Returns what one unit of an item costs, given the price of all of its units. Returns null where that is no exact
 * decimal (10.00 for 3), and where there is no unit: a cancelled item has quantity 0. Keeps at least the total's
 * decimals.
 */
export function exactUnitPrice(total: Decimal, quantity: number): Decimal | null {
  return Number.isSafeInteger(quantity) && quantity > 0 ? divideExactly(total, quantity) : null
}
