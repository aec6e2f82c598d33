import type { ChannelOrder, Order, OrderFacts, OrderLine, Parcel } from './order.ts'
import { formatAddress, mergeAddress } from './shipping-address.ts'

/** The facts after an answer, and whether the answer was too old to count. */
export interface MergedFacts {
  readonly facts: OrderFacts & Pick<Order, 'status' | 'deliveryStatus'>
  readonly outdated: boolean
}

/**
 * Merges a marketplace's answer into what is stored; a pure function.
 * What the answer leaves out stays known, an answer older than what is stored changes nothing, and a stub's
 * placeholders (status, total 0, currency) give way while its customer stays until the marketplace names one.
 */
export function mergeOrder(stored: Order | null, fetched: ChannelOrder): MergedFacts {
  if (stored !== null && isOlder(fetched, stored)) return { facts: stored, outdated: true }
  const known = stored === null ? nothingKnown : stored.orderSource === 'stub' ? withoutPlaceholders(stored) : stored
  const shippingAddress = mergeAddress(known.shippingAddress, fetched.shippingAddress)
  const tracking = mergeTracking(known, fetched)
  return {
    outdated: false,
    facts: {
      status: fetched.status ?? known.status ?? 'Unknown',
      totalAmount: fetched.totalAmount ?? known.totalAmount,
      currency: fetched.currency ?? known.currency,
      orderDate: fetched.orderDate ?? known.orderDate,
      fulfillmentChannel: fetched.fulfillmentChannel ?? known.fulfillmentChannel,
      marketplace: fetched.marketplace ?? known.marketplace,
      customerName: fetched.customerName ?? known.customerName,
      customerEmail: fetched.customerEmail ?? known.customerEmail,
      customerPhone: fetched.customerPhone ?? known.customerPhone,
      customerAddress: shippingAddress === null ? known.customerAddress : formatAddress(shippingAddress),
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

/** A carrier, its code and its link belong together: two answers' are mixed only where they speak of the same code. */
function mergeTracking(known: OrderFacts, fetched: OrderFacts): Tracking {
  const sameCode =
    known.trackingCode === null || fetched.trackingCode === null || known.trackingCode === fetched.trackingCode
  if (!sameCode) return fetched
  if (fetched.trackingCode === null && known.trackingCode !== null) return known
  return {
    carrier: fetched.carrier ?? known.carrier,
    trackingCode: fetched.trackingCode,
    trackingUrl: fetched.trackingUrl ?? known.trackingUrl,
  }
}

/** Lines are keyed by `orderItemId`; a known line is never dropped, and lines without a key give way to lines with one. */
function mergeLines(known: readonly OrderLine[], fetched: readonly OrderLine[]): readonly OrderLine[] {
  if (fetched.length === 0) return known
  const keyed = known.filter((line) => line.orderItemId !== null)
  const kept = keyed.filter((line) => !fetched.some((newer) => newer.orderItemId === line.orderItemId))
  const merged = fetched.map((line) => {
    const before = keyed.find((candidate) => candidate.orderItemId === line.orderItemId)
    return before === undefined ? line : overlay(before, line)
  })
  return [...merged, ...kept]
}

/** The newest list of parcels is the whole list; a part that it leaves out of a parcel stays known. */
function mergeParcels(known: readonly Parcel[], fetched: readonly Parcel[]): readonly Parcel[] {
  if (fetched.length === 0) return known
  return fetched.map((parcel) => {
    const before = known.find((candidate) => sameParcel(candidate, parcel))
    return before === undefined ? parcel : overlay(before, parcel)
  })
}

function sameParcel(one: Parcel, other: Parcel): boolean {
  if (one.packageReferenceId !== null || other.packageReferenceId !== null) {
    return one.packageReferenceId === other.packageReferenceId
  }
  return one.trackingCode !== null && one.trackingCode === other.trackingCode
}

function overlay<T extends object>(known: T, newer: T): T {
  const said = Object.entries(newer).filter(([, value]) => value !== null)
  return { ...known, ...Object.fromEntries(said) }
}
