import type { AmazonOrder } from './amazon-order.ts'
import type { OrderSearch } from './search/order-page.ts'

export type AmazonRegion = 'eu-west-1' | 'us-east-1' | 'us-west-2'

/**
 * What the seller lets the application see: `order-tracking` shows orders without personal data,
 * `direct-to-consumer-shipping` adds names, addresses and the relay e-mail, the tax roles only the buyer's name.
 */
export type AmazonRole = 'order-tracking' | 'direct-to-consumer-shipping' | 'tax-invoicing' | 'tax-remittance'

export interface SellerRegistration {
  readonly sellerId: string
  readonly region: AmazonRegion
  readonly refreshToken: string
  /** Default: `order-tracking` and `direct-to-consumer-shipping`. */
  readonly roles?: readonly AmazonRole[]
  readonly marketplaceIds?: readonly string[]
}

/** A simulated selling account with its orders. */
export interface SimulatedSeller {
  readonly sellerId: string
  readonly region: AmazonRegion
  readonly marketplaceIds: readonly string[]
  /** May be set at any time; applies from the next request on. */
  roles: readonly AmazonRole[]
  readonly orderIds: readonly string[]
  /** Adds an authorisation, as when the seller authorises the application again. */
  authorise(refreshToken: string): void
  /** Stores a copy of the order; replaces one with the same id. */
  putOrder(order: AmazonOrder): void
  /** Returns a copy of the whole order, or undefined. */
  order(orderId: string): AmazonOrder | undefined
  /** Throws when the seller has no such order. */
  removeOrder(orderId: string): void
  /**
   * Replaces the given members of an order. Without a `lastUpdatedTime` in the change, it becomes the later of now and
   * one second after the previous one. Throws when the seller has no such order.
   */
  updateOrder(orderId: string, change: Partial<AmazonOrder>): void
}

export interface SellerOptions {
  readonly registration: SellerRegistration
  readonly now: () => number
  readonly authorise: (refreshToken: string) => void
}

/** A selling account with its orders in memory. */
export class StoredSeller implements SimulatedSeller {
  readonly sellerId: string
  readonly region: AmazonRegion
  readonly marketplaceIds: readonly string[]
  roles: readonly AmazonRole[]
  readonly authorise: (refreshToken: string) => void
  readonly #now: () => number
  readonly #orders = new Map<string, AmazonOrder>()

  constructor({ registration, now, authorise }: SellerOptions) {
    this.sellerId = registration.sellerId
    this.region = registration.region
    this.marketplaceIds = registration.marketplaceIds ?? []
    this.roles = registration.roles ?? ['order-tracking', 'direct-to-consumer-shipping']
    this.authorise = authorise
    this.#now = now
  }

  get orderIds(): readonly string[] {
    return [...this.#orders.keys()]
  }

  putOrder(order: AmazonOrder): void {
    this.#orders.set(order.orderId, structuredClone(order))
  }

  order(orderId: string): AmazonOrder | undefined {
    const found = this.#orders.get(orderId)
    return found === undefined ? undefined : structuredClone(found)
  }

  removeOrder(orderId: string): void {
    if (!this.#orders.delete(orderId)) throw new Error(`the seller has no order ${orderId}`)
  }

  /** Calls `visit` with the time that the search is by, and the id, of every order in the search's window. */
  eachOrderTime({ by, after, before }: OrderSearch, visit: (time: number, orderId: string) => void): void {
    for (const order of this.#orders.values()) {
      const time = Date.parse(by === 'created' ? order.createdTime : order.lastUpdatedTime)
      if (time >= after && time <= before) visit(time, order.orderId)
    }
  }

  updateOrder(orderId: string, change: Partial<AmazonOrder>): void {
    const order = this.#orders.get(orderId)
    if (order === undefined) throw new Error(`the seller has no order ${orderId}`)
    const next = Math.max(this.#now(), Date.parse(order.lastUpdatedTime) + 1000)
    this.putOrder({ ...order, lastUpdatedTime: new Date(next).toISOString(), ...change, orderId })
  }
}
