import { noCharges } from './charges.ts'
import { equalDecimals } from './decimal.ts'
import { isKnownUndelivered, orderDeliveryStatus } from './delivery-status.ts'
import type { DeliveryStatus, OrderStatus } from './order-status.ts'
import type { ChannelOrder, Instant, Order, OrderCancellation, OrderFacts, ShippingAddress } from './order.ts'
import { mergeItems, mergePackages } from './merge-items.ts'
import { overlay } from './overlay.ts'
import { formatAddress, mergeAddress } from './shipping-address.ts'

/** What a stored order holds after an answer. */
export type MergedFacts = OrderFacts & Pick<Order, 'status' | 'deliveryStatus' | 'notDeliveredAt'>

export interface Merge {
  readonly facts: MergedFacts
  /** True for an answer that was too old to count. */
  readonly outdated: boolean
}

/**
 * Merges a marketplace's answer into what is stored; a pure function. An answer "states" a value that isn't null.
 *
 * - An answer older than what is stored (`sourceUpdatedAt`) changes nothing. An answer without a time counts as new.
 * - Otherwise the result has every value that the answer states; what the answer leaves out stays as it was.
 * - An amount and its currency are one value: of the order, with its charges, and of each item.
 * - Items are matched by `orderItemId` and never dropped; items without one are those of the newest list that has items.
 * - The newest list of packages is the whole list; what it leaves out of a package stays as it was.
 * - Carrier, tracking code and link are one value, stated by an answer that has a code. An address of another place is
 *   one value, stated by an answer that has its street. `Unknown` is a status that we can't read: it is never stated.
 * - A stub's placeholders (status, total 0, currency) give way; its customer stays until the marketplace names one.
 * - How far the delivery is follows from all of that: see delivery-status.ts.
 *
 * Hence applying an answer twice is applying it once. Of two answers with different times, the newer one's values win
 * whichever arrives first; the older one only adds what the newer one leaves out, and only if it arrives first. Two
 * answers with one time that don't contradict each other give the same result in either order, but for the order of
 * the items; where they contradict each other, the last one to arrive wins. merge-order.property.test.ts holds each
 * of these for arbitrary orders.
 */
export function mergeOrder(stored: Order | null, fetched: ChannelOrder): Merge {
  if (stored !== null && isOlder(fetched, stored)) return { facts: stored, outdated: true }
  const known = stored === null ? nothingKnown : stored.orderSource === 'stub' ? withoutPlaceholders(stored) : stored
  const shippingAddress = mergeAddress(known.shippingAddress, fetched.shippingAddress)
  const facts = {
    ...mergeLoneFacts(known, fetched),
    ...mergeTotal(known, fetched),
    ...mergeTracking(known, fetched),
    status: readable(fetched.status) ?? known.status ?? 'Unknown',
    customerAddress: addressText(shippingAddress, known, fetched),
    shippingAddress,
    products: mergeItems(known.products, fetched.products),
    packages: mergePackages(known.packages, fetched),
    cancellation: mergeCancellation(known.cancellation, fetched.cancellation),
  }
  const deliveryStatus = orderDeliveryStatus({ ...facts, said: facts.saidDeliveryStatus })
  return {
    outdated: false,
    facts: { ...facts, deliveryStatus, notDeliveredAt: lastUndelivered(stored, deliveryStatus) },
  }
}

/** The values that stand alone: each is said or not, whatever the others are. */
type LoneFacts = Omit<
  OrderFacts,
  | 'status'
  | 'totalAmount'
  | 'currency'
  | 'charges'
  | 'customerAddress'
  | 'shippingAddress'
  | 'products'
  | 'packages'
  | 'carrier'
  | 'trackingCode'
  | 'trackingUrl'
  | 'cancellation'
>

function mergeLoneFacts(known: LoneFacts, fetched: LoneFacts): LoneFacts {
  return overlay(pick(known), pick(fetched))
}

function pick(facts: LoneFacts): LoneFacts {
  return {
    sellerOrderNumber: facts.sellerOrderNumber,
    orderDate: facts.orderDate,
    fulfillmentChannel: facts.fulfillmentChannel,
    marketplace: facts.marketplace,
    customerName: facts.customerName,
    customerEmail: facts.customerEmail,
    customerPhone: facts.customerPhone,
    saidDeliveryStatus: facts.saidDeliveryStatus,
    shippedAt: facts.shippedAt,
    deliveredAt: facts.deliveredAt,
    deliverFrom: facts.deliverFrom,
    estimatedDeliveryAt: facts.estimatedDeliveryAt,
    latestShipDate: facts.latestShipDate,
    buyerRequestedCancellation: facts.buyerRequestedCancellation,
    buyerCancellationReason: facts.buyerCancellationReason,
    replaces: facts.replaces,
    isGift: facts.isGift,
    giftMessage: facts.giftMessage,
    isPrime: facts.isPrime,
    isBusiness: facts.isBusiness,
    pickupPoint: facts.pickupPoint,
    sourceUpdatedAt: facts.sourceUpdatedAt,
  }
}

type Tracking = Pick<OrderFacts, 'carrier' | 'trackingCode' | 'trackingUrl'>

/** What is known of an order that nobody has spoken of. */
export const nothingKnown: OrderFacts = {
  status: null,
  sellerOrderNumber: null,
  totalAmount: null,
  currency: null,
  charges: null,
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
  saidDeliveryStatus: null,
  carrier: null,
  trackingCode: null,
  trackingUrl: null,
  shippedAt: null,
  deliveredAt: null,
  deliverFrom: null,
  estimatedDeliveryAt: null,
  latestShipDate: null,
  cancellation: null,
  buyerRequestedCancellation: null,
  buyerCancellationReason: null,
  replaces: null,
  isGift: null,
  giftMessage: null,
  isPrime: null,
  isBusiness: null,
  pickupPoint: null,
  sourceUpdatedAt: null,
}

function withoutPlaceholders(stub: Order): OrderFacts {
  return { ...stub, status: null, totalAmount: null, currency: null, fulfillmentChannel: null }
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

/** Two answers' tracking is mixed only where they speak of the same code, or neither has one. */
function mergeTracking(known: OrderFacts, fetched: OrderFacts): Tracking {
  if (fetched.trackingCode === null && known.trackingCode !== null) return trackingOf(known)
  if (known.trackingCode !== null && known.trackingCode !== fetched.trackingCode) return trackingOf(fetched)
  return {
    carrier: fetched.carrier ?? known.carrier,
    trackingCode: fetched.trackingCode,
    trackingUrl: fetched.trackingUrl ?? known.trackingUrl,
  }
}

function trackingOf({ carrier, trackingCode, trackingUrl }: Tracking): Tracking {
  return { carrier, trackingCode, trackingUrl }
}

type Total = Pick<OrderFacts, 'totalAmount' | 'currency' | 'charges'>

/**
 * Total, currency and charges as one value. Charges in another currency than the total's go; a total that comes without
 * a currency has the known one only if it is the known total.
 */
function mergeTotal(known: Total, fetched: Total): Total {
  const { totalAmount, currency } = mergeAmount(known, fetched)
  const comparable = known.currency === currency ? (known.charges ?? noCharges) : noCharges
  const charges = overlay(comparable, fetched.charges ?? noCharges)
  return { totalAmount, currency, charges: Object.values(charges).every((charge) => charge === null) ? null : charges }
}

function mergeAmount(known: Total, fetched: Total): Pick<Total, 'totalAmount' | 'currency'> {
  if (fetched.totalAmount === null) {
    const currency =
      known.totalAmount === null ? (fetched.currency ?? known.currency) : (known.currency ?? fetched.currency)
    return { totalAmount: known.totalAmount, currency }
  }
  const isKnown = known.totalAmount === null || equalDecimals(known.totalAmount, fetched.totalAmount)
  return { totalAmount: fetched.totalAmount, currency: fetched.currency ?? (isKnown ? known.currency : null) }
}

/** The first answer that told of it says when. */
function mergeCancellation(
  known: OrderCancellation | null,
  fetched: OrderCancellation | null,
): OrderCancellation | null {
  if (known === null || fetched === null) return fetched ?? known
  return { ...overlay(known, fetched), at: known.at ?? fetched.at }
}

/** When a delivered order was last found undelivered: the check before the one that found it delivered. */
function lastUndelivered(stored: Order | null, deliveryStatus: DeliveryStatus): Instant | null {
  if (deliveryStatus !== 'delivered' || stored === null) return null
  if (stored.deliveryStatus === 'delivered') return stored.notDeliveredAt
  return isKnownUndelivered(stored) ? stored.checkedAt : null
}
