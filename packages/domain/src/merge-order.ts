import type { OrderStatus } from './order-status.ts'
import type { ChannelOrder, Order, OrderFacts, OrderItem, OrderPackage, ShippingAddress } from './order.ts'
import { formatAddress, mergeAddress } from './shipping-address.ts'

/** The facts of an order after an answer, and whether the answer was older than them and changed nothing. */
export interface MergedFacts {
  readonly facts: OrderFacts & Pick<Order, 'status' | 'deliveryStatus'>
  readonly outdated: boolean
}

/**
 * Merges a marketplace's answer into what is stored; a pure function. An answer "states" a value that isn't null.
 *
 * - An answer older than what is stored (`sourceUpdatedAt`) changes nothing. An answer without a time counts as new.
 * - Otherwise the result has every value that the answer states; what the answer leaves out stays as it was.
 * - Items are matched by `orderItemId` and never dropped; items without one are those of the newest list that has any.
 * - The newest list of packages is the whole list; what it leaves out of a package stays as it was.
 * - Carrier, tracking code and link are one value, stated by an answer that has a code. An address of another place is
 *   one value, stated by an answer that has its street. `Unknown` is a status that we can't read: it is never stated.
 * - A stub's placeholders (status, total 0, currency) give way; its customer stays until the marketplace names one.
 *
 * Hence applying an answer twice is applying it once. Of two answers with different times, the newer one's values win
 * whichever arrives first; the older one only adds what the newer one leaves out, and only if it arrives first. Two
 * answers with one time that don't contradict each other give the same result in either order, but for the order of
 * the items; where they contradict each other, the last one to arrive wins. merge-order.property.test.ts holds each
 * of these for arbitrary orders.
 */
export function mergeOrder(stored: Order | null, fetched: ChannelOrder): MergedFacts {
  if (stored !== null && isOlder(fetched, stored)) return { facts: stored, outdated: true }
  const known = stored === null ? nothingKnown : stored.orderSource === 'stub' ? withoutPlaceholders(stored) : stored
  const shippingAddress = mergeAddress(known.shippingAddress, fetched.shippingAddress)
  const tracking = mergeTracking(known, fetched)
  return {
    outdated: false,
    facts: {
      status: readable(fetched.status) ?? known.status ?? 'Unknown',
      totalAmount: fetched.totalAmount ?? known.totalAmount,
      currency: fetched.currency ?? known.currency,
      orderDate: fetched.orderDate ?? known.orderDate,
      fulfillmentChannel: fetched.fulfillmentChannel ?? known.fulfillmentChannel,
      marketplace: fetched.marketplace ?? known.marketplace,
      customerName: fetched.customerName ?? known.customerName,
      customerEmail: fetched.customerEmail ?? known.customerEmail,
      customerPhone: fetched.customerPhone ?? known.customerPhone,
      customerAddress: addressText(shippingAddress, known, fetched),
      shippingAddress,
      products: mergeItems(known.products, fetched.products),
      packages: mergePackages(known.packages, fetched.packages),
      deliveryStatus: fetched.deliveryStatus ?? known.deliveryStatus ?? 'pending',
      carrier: tracking.carrier,
      trackingCode: tracking.trackingCode,
      trackingUrl: tracking.trackingUrl,
      shippedAt: fetched.shippedAt ?? known.shippedAt,
      deliveredAt: fetched.deliveredAt ?? known.deliveredAt,
      estimatedDeliveryAt: fetched.estimatedDeliveryAt ?? known.estimatedDeliveryAt,
      latestShipDate: fetched.latestShipDate ?? known.latestShipDate,
      sourceUpdatedAt: fetched.sourceUpdatedAt ?? known.sourceUpdatedAt,
    },
  }
}

type Tracking = Pick<OrderFacts, 'carrier' | 'trackingCode' | 'trackingUrl'>

const nothingKnown: OrderFacts = {
  status: null,
  totalAmount: null,
  currency: null,
  orderDate: null,
  fulfillmentChannel: null,
  marketplace: null,
  customerName: null,
  customerEmail: null,
  customerPhone: null,
  customerAddress: null,
  shippingAddress: null,
  products: [],
  packages: [],
  deliveryStatus: null,
  carrier: null,
  trackingCode: null,
  trackingUrl: null,
  shippedAt: null,
  deliveredAt: null,
  estimatedDeliveryAt: null,
  latestShipDate: null,
  sourceUpdatedAt: null,
}

function withoutPlaceholders(stub: Order): OrderFacts {
  return { ...stub, status: null, totalAmount: null, currency: null, fulfillmentChannel: null, deliveryStatus: null }
}

function isOlder(fetched: OrderFacts, stored: OrderFacts): boolean {
  if (fetched.sourceUpdatedAt === null || stored.sourceUpdatedAt === null) return false
  return Date.parse(fetched.sourceUpdatedAt) < Date.parse(stored.sourceUpdatedAt)
}

function readable(status: OrderStatus | null): OrderStatus | null {
  return status === 'Unknown' ? null : status
}

/** Returns the merged address on one line. An address known as text alone stays until the parts name a street. */
function addressText(merged: ShippingAddress | null, known: OrderFacts, fetched: OrderFacts): string | null {
  if (merged === null) return fetched.customerAddress ?? known.customerAddress
  const fromParts = known.shippingAddress === null ? null : formatAddress(known.shippingAddress)
  const typed = known.customerAddress === fromParts ? null : known.customerAddress
  return (merged.lines.length === 0 ? typed : null) ?? formatAddress(merged) ?? known.customerAddress
}

/** Mixes the tracking of two answers only if both have the same code, or neither has one. */
function mergeTracking(known: OrderFacts, fetched: OrderFacts): Tracking {
  if (fetched.trackingCode === null && known.trackingCode !== null) return known
  if (known.trackingCode !== null && known.trackingCode !== fetched.trackingCode) return fetched
  return {
    carrier: fetched.carrier ?? known.carrier,
    trackingCode: fetched.trackingCode,
    trackingUrl: fetched.trackingUrl ?? known.trackingUrl,
  }
}

function mergeItems(known: readonly OrderItem[], fetched: readonly OrderItem[]): readonly OrderItem[] {
  if (fetched.length === 0) return known
  const before = known.filter((item) => itemKey(item) !== null)
  const merged = overlayByKey(before, fetched, itemKey)
  const keys = new Set(merged.map(itemKey))
  return [...merged, ...before.filter((item) => !keys.has(itemKey(item)))]
}

function mergePackages(known: readonly OrderPackage[], fetched: readonly OrderPackage[]): readonly OrderPackage[] {
  return fetched.length === 0 ? known : overlayByKey(known, fetched, packageKey)
}

function itemKey(item: OrderItem): string | null {
  return item.orderItemId
}

function packageKey({ packageReferenceId, trackingCode }: OrderPackage): string | null {
  if (packageReferenceId !== null) return `package ${packageReferenceId}`
  return trackingCode === null ? null : `code ${trackingCode}`
}

/**
 * Returns the newer list, with each entry laid over the known one of the same key. Two entries with one key (a page
 * read twice) become one, so that applying a list twice is applying it once. Entries without a key stay as they are.
 */
function overlayByKey<T extends object>(
  known: readonly T[],
  newer: readonly T[],
  keyOf: (entry: T) => string | null,
): readonly T[] {
  const before = new Map<unknown, T>(known.map((entry) => [keyOf(entry), entry]))
  const result = new Map<unknown, T>()
  for (const entry of newer) {
    const key = keyOf(entry)
    const same = key === null ? undefined : (result.get(key) ?? before.get(key))
    result.set(key ?? Symbol('without a key'), same === undefined ? entry : overlay(same, entry))
  }
  return [...result.values()]
}

function overlay<T extends object>(known: T, newer: T): T {
  const stated = Object.entries(newer).filter(([, value]) => value !== null)
  return { ...known, ...Object.fromEntries(stated) }
}
