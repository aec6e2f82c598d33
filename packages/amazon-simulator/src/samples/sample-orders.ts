import type { AmazonOrder } from '../amazon-order.ts'
import { americanOrders } from './american-orders.ts'
import { britishOrders } from './british-orders.ts'
import { frenchOrders } from './french-orders.ts'
import { germanOrders } from './german-orders.ts'
import { japaneseOrders } from './japanese-orders.ts'
import type { SampleMarketplace } from './marketplace.ts'

/**
 * Returns the sample orders of the given marketplaces, or all of them, as new copies: invented people and products in
 * Amazon's 2026-01-01 shape. The reference order comes first.
 */
export function sampleOrders(...marketplaces: readonly SampleMarketplace[]): AmazonOrder[] {
  const orders = [...frenchOrders(), ...germanOrders(), ...britishOrders(), ...americanOrders(), ...japaneseOrders()]
  if (marketplaces.length === 0) return orders
  const ids = new Set(marketplaces.map(({ id }) => id))
  return orders.filter(({ salesChannel }) => ids.has(salesChannel.marketplaceId ?? ''))
}
