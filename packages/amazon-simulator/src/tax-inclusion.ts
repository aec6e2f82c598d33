/** The United States and Canada: there the tax comes on top of the prices; elsewhere prices include it. */
const marketplacesWithTaxOnTop = new Set(['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2'])

/**
 * True where the prices that the buyer sees include the tax. There Orders v0 tells prices with tax, and Orders
 * 2026-01-01 without it as soon as it tells the tax: a source of totals that don't seem to add up.
 */
export function pricesIncludeTax(marketplaceId: string | undefined): boolean {
  return !marketplacesWithTaxOnTop.has(marketplaceId ?? '')
}
