import type { AmazonOrder } from './amazon-order.ts'
import type { OrderSearch } from './search/order-page.ts'
import { SeededOrders, type OrderSeeding } from './seeding/seeded-orders.ts'

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
  /**
   * Adds orders that are made when they are asked for, at no cost before. They progress with the simulator's clock,
   * from their payment to their delivery; one that `putOrder` or `updateOrder` changes doesn't any more by itself.
   */
  seedOrders(seeding: OrderSeeding): void
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
  readonly #removed = new Set<string>()
  readonly #seedings: SeededOrders[] = []

  constructor({ registration, now, authorise }: SellerOptions) {
    this.sellerId = registration.sellerId
    this.region = registration.region
    this.marketplaceIds = registration.marketplaceIds ?? []
    this.roles = registration.roles ?? ['order-tracking', 'direct-to-consumer-shipping']
    this.authorise = authorise
    this.#now = now
  }

  get orderIds(): readonly string[] {
    const seeded = this.#seedings.flatMap((seeding) => seeding.ids())
    return [...this.#orders.keys(), ...seeded.filter((orderId) => !this.#isReplaced(orderId))]
  }

  seedOrders(seeding: OrderSeeding): void {
    this.#seedings.push(new SeededOrders({ seed: numberOf(this.sellerId), ...seeding }, this.#now))
  }

  putOrder(order: AmazonOrder): void {
    this.#removed.delete(order.orderId)
    this.#orders.set(order.orderId, structuredClone(order))
  }

  order(orderId: string): AmazonOrder | undefined {
    const found = this.#orders.get(orderId)
    if (found !== undefined) return structuredClone(found)
    return this.#removed.has(orderId) ? undefined : this.#seeded(orderId)
  }

  removeOrder(orderId: string): void {
    if (this.order(orderId) === undefined) throw new Error(`the seller has no order ${orderId}`)
    this.#orders.delete(orderId)
    this.#removed.add(orderId)
  }

  updateOrder(orderId: string, change: Partial<AmazonOrder>): void {
    const order = this.order(orderId)
    if (order === undefined) throw new Error(`the seller has no order ${orderId}`)
    const next = Math.max(this.#now(), Date.parse(order.lastUpdatedTime) + 1000)
    this.putOrder({ ...order, lastUpdatedTime: new Date(next).toISOString(), ...change, orderId })
  }

  /**
   * Calls `visit` with the time that the search is by, and the id, of every order in the search's window. It returns
   * false for one that is later than all that it looks for.
   */
  eachOrderTime(search: OrderSearch, visit: (time: number, orderId: string) => boolean): void {
    const { by, after, before } = search
    for (const order of this.#orders.values()) {
      const time = Date.parse(by === 'created' ? order.createdTime : order.lastUpdatedTime)
      if (time >= after && time <= before) visit(time, order.orderId)
    }
    for (const seeding of this.#seedings) {
      seeding.eachOrderTime(search, (time, orderId) => this.#isReplaced(orderId) || visit(time, orderId))
    }
  }

  #seeded(orderId: string): AmazonOrder | undefined {
    return this.#seedings.map((seeding) => seeding.order(orderId)).find((order) => order !== undefined)
  }

  #isReplaced(orderId: string): boolean {
    return this.#orders.has(orderId) || this.#removed.has(orderId)
  }
}

/** Returns a number of up to seven digits that is always the same for a text. */
function numberOf(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => (hash * 31 + byte) % 10_000_000, 7)
}
