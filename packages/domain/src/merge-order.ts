import type { OrderStatus } from './order-status.ts'
import type { ChannelOrder, Order, OrderFacts, OrderItem, OrderPackage, ShippingAddress } from './order.ts'
import { formatAddress, mergeAddress } from './shipping-address.ts'

/** The facts after an answer, and whether the answer was too old to count. */
export interface MergedFacts {
  readonly facts: OrderFacts & Pick<Order, 'status' | 'deliveryStatus'>
  readonly outdated: boolean
}

/**
 * Merges a marketplace's answer into what is stored; a pure function. In what follows a value "said" is one that isn't null.
 *
 * - An answer older than what is stored (`sourceUpdatedAt`) changes nothing. One without a time counts as new.
 * - Otherwise every value that the answer says is in the result, and what it leaves out stays known.
 * - Lines are keyed by `orderItemId` and never dropped; lines without a key are those of the newest list that has lines.
 * - The newest list of parcels is the whole list; a part that it leaves out of a parcel stays known.
 * - Carrier, tracking code and link are one value, said by an answer that has a code. An address of another place is one
 *   value, said by an answer that has its street. `Unknown` is a status that we can't read: it is not said.
 * - A stub's placeholders (status, total 0, currency) give way while its customer stays until the marketplace names one.
 *
 * Hence an answer applied twice is applied once. Of two answers with different times, what the newer one says wins
 * whichever arrives first; the older one can only add what the newer one leaves out, and only if it came first. Two answers
 * with one time that don't contradict each other give the same in both orders, but for the order of the lines; where they
 * contradict each other, the one that arrived last wins. (merge-order.test.ts holds each of these for arbitrary orders.)
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
      products: mergeLines(known.products, fetched.products),
      packages: mergeParcels(known.packages, fetched.packages),
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

/** The merged address on one line. A text that came without parts stays while the parts that we hold name no street. */
function addressText(merged: ShippingAddress | null, known: OrderFacts, fetched: OrderFacts): string | null {
  if (merged === null) return fetched.customerAddress ?? known.customerAddress
  const fromParts = known.shippingAddress === null ? null : formatAddress(known.shippingAddress)
  const typed = known.customerAddress === fromParts ? null : known.customerAddress
  return (merged.lines.length === 0 ? typed : null) ?? formatAddress(merged) ?? known.customerAddress
}

/** Two answers' tracking is mixed only where they speak of the same code, or neither has one. */
function mergeTracking(known: OrderFacts, fetched: OrderFacts): Tracking {
  if (fetched.trackingCode === null && known.trackingCode !== null) return known
  if (known.trackingCode !== null && known.trackingCode !== fetched.trackingCode) return fetched
  return {
    carrier: fetched.carrier ?? known.carrier,
    trackingCode: fetched.trackingCode,
    trackingUrl: fetched.trackingUrl ?? known.trackingUrl,
  }
}

function mergeLines(known: readonly OrderItem[], fetched: readonly OrderItem[]): readonly OrderItem[] {
  if (fetched.length === 0) return known
  const before = known.filter((line) => lineKey(line) !== null)
  const merged = overlayByKey(before, fetched, lineKey)
  const keys = new Set(merged.map(lineKey))
  return [...merged, ...before.filter((line) => !keys.has(lineKey(line)))]
}

function mergeParcels(known: readonly OrderPackage[], fetched: readonly OrderPackage[]): readonly OrderPackage[] {
  return fetched.length === 0 ? known : overlayByKey(known, fetched, parcelKey)
}

function lineKey(line: OrderItem): string | null {
  return line.orderItemId
}

function parcelKey({ packageReferenceId, trackingCode }: OrderPackage): string | null {
  if (packageReferenceId !== null) return `package ${packageReferenceId}`
  return trackingCode === null ? null : `code ${trackingCode}`
}

/**
 * The newer list, each entry over the known one with its key. Two entries with one key (a page read twice) become one, so
 * that a list applied twice is applied once. Entries without a key stay as they are.
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
  const said = Object.entries(newer).filter(([, value]) => value !== null)
  return { ...known, ...Object.fromEntries(said) }
}
