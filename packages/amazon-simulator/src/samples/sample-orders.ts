import type { AmazonOrder } from '../amazon-order.ts'
import { americanOrders } from './american-orders.ts'
import { britishOrders } from './british-orders.ts'
import { frenchOrders } from './french-orders.ts'
import { germanOrders } from './german-orders.ts'
import { japaneseOrders } from './japanese-orders.ts'

/** Every sample order, made anew: invented people and products in Amazon's 2026-01-01 shape. The reference order comes first. */
export function sampleOrders(): AmazonOrder[] {
  return [...frenchOrders(), ...germanOrders(), ...britishOrders(), ...americanOrders(), ...japaneseOrders()]
}
