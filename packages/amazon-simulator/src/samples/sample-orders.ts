import type { AmazonOrder } from '../amazon-order.ts'
import { americanOrders } from './american-orders.ts'
import { brazilianOrders } from './brazilian-orders.ts'
import { britishOrders } from './british-orders.ts'
import { frenchOrders } from './french-orders.ts'
import { germanOrders } from './german-orders.ts'
import { japaneseOrders } from './japanese-orders.ts'
import type { SampleMarketplace } from './marketplace.ts'
import type { SampleOrder } from './sample-order.ts'

export interface SampleOrdersOptions {
  /** Default: all. */
  readonly marketplaces?: readonly SampleMarketplace[]
  /** Milliseconds since 1970; default: the current time. */
  readonly now?: number
}

/**
 * Returns the sample orders with what each shows, as new copies: invented people and products in Amazon's 2026-01-01
 * shape. The reference order comes first. Orders under way have their dates around `now`, by the day: they are the same
 * all day long. Those that ended have fixed ones.
 */
export function describedSampleOrders(options: SampleOrdersOptions = {}): SampleOrder[] {
  const { marketplaces, now = Date.now() } = options
  const samples = [frenchOrders, germanOrders, britishOrders, americanOrders, brazilianOrders, japaneseOrders].flatMap(
    (ordersOf) => ordersOf(now),
  )
  if (marketplaces === undefined) return samples
  const ids = new Set(marketplaces.map(({ id }) => id))
  return samples.filter(({ order }) => ids.has(order.salesChannel.marketplaceId ?? ''))
}

/** Returns the same orders without their descriptions. */
export function sampleOrders(options: SampleOrdersOptions = {}): AmazonOrder[] {
  return describedSampleOrders(options).map(({ order }) => order)
}
