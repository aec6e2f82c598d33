import { type Decimal, divideDecimal } from '@orderport/domain'

/**
 * Returns what one unit of an item costs, given the price of all of its units: rounded to the currency's decimals where
 * it doesn't divide (10.00 EUR for 3 is 3.33). Returns null where there is no unit: a cancelled item has quantity 0.
 */
export function unitPriceOf(lineTotal: Decimal, quantity: number | null, currency: string | null): Decimal | null {
  return quantity === null || !Number.isSafeInteger(quantity) || quantity <= 0
    ? null
    : divideDecimal(lineTotal, quantity, fractionDigits(currency))
}

/** Two for euros and for a currency that isn't known, none for yen, three for Kuwaiti dinars. */
export function fractionDigits(currency: string | null): number {
  if (currency === null) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
