import { referenceOrder, type SimulatedSeller } from '@orderport/amazon-simulator'
import type { Upstream } from '../world/start-world.ts'

/** A tenant that sells at the simulated Amazon. */
export interface Shop {
  readonly tenantId: string
  /** Receives an order at Amazon, and returns its reference. */
  receiveOrder(): string
}

/** The total of every order, in euros. */
export const orderTotal = 29.99

let shops = 0
let orders = 0

/** Opens a shop that nobody has heard of: its credentials are in Vault and in no cache. */
export function openShop({ connect }: Upstream): Shop {
  shops += 1
  const tenantId = `shop-${shops}`
  const seller: SimulatedSeller = connect(tenantId)
  return {
    tenantId,
    receiveOrder() {
      orders += 1
      const digits = String(orders).padStart(7, '0')
      const orderId = `171-${digits}-${digits}`
      seller.putOrder({ ...referenceOrder(), orderId })
      return orderId
    },
  }
}
