import { shippedStatuses, unshippedStatuses, type DeliveryStatus, type OrderStatus } from './order-status.ts'
import type { Order, OrderItem, OrderPackage } from './order.ts'

/** From least to most advanced. Ways that end elsewhere than at the buyer stand before `delivered`. */
const advance: readonly DeliveryStatus[] = [
  'cancelled',
  'pending',
  'preparing',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'lost',
  'damaged',
  'refused',
  'undeliverable',
  'returning',
  'returned',
  'delivered',
]

/** True where the first status is further on the way than the second. */
export function isAhead(one: DeliveryStatus, other: DeliveryStatus): boolean {
  return advance.indexOf(one) > advance.indexOf(other)
}

/** What an order's delivery is judged by. */
interface Evidence {
  readonly status: OrderStatus
  readonly products: readonly Pick<OrderItem, 'quantity' | 'quantityShipped'>[]
  readonly packages: readonly Pick<OrderPackage, 'status' | 'shippedAt'>[]
  /** What the marketplace says of the whole order's delivery, or what was known of it before; null for nothing. */
  readonly said: DeliveryStatus | null
}

/**
 * How far the delivery of a whole order is: its least advanced package that isn't cancelled, else what the marketplace
 * says of the order, else what its status implies. `delivered` only when every item was shipped and every package
 * arrived, `cancelled` only when the order is.
 */
export function orderDeliveryStatus({ status, products, packages, said }: Evidence): DeliveryStatus {
  if (status === 'Canceled') return 'cancelled'
  const judged =
    leastAdvanced(packages.map((shipped) => packageDeliveryStatus(shipped, status))) ??
    furthest(said, impliedBy(status))
  return judged === 'delivered' && !isShippedWhole(status, products) ? 'shipped' : judged
}

/** How far a package is: what the marketplace says, else what its shipping date or the order's status implies. */
export function packageDeliveryStatus(
  { status, shippedAt }: Pick<OrderPackage, 'status' | 'shippedAt'>,
  orderStatus: OrderStatus,
): DeliveryStatus {
  if (status !== null) return status
  return shippedAt !== null || shippedStatuses.includes(orderStatus) ? 'shipped' : 'pending'
}

/**
 * True where the marketplace says that the order, or a part of it, hasn't arrived. False for an order that was shipped
 * and that nobody tracks: it may have arrived.
 */
export function isKnownUndelivered({
  status,
  packages,
  deliveryStatus,
  saidDeliveryStatus,
}: Pick<Order, 'status' | 'packages' | 'deliveryStatus' | 'saidDeliveryStatus'>): boolean {
  if (deliveryStatus === 'delivered') return false
  if (unshippedStatuses.includes(status)) return true
  const sent = packages.filter((shipped) => shipped.status !== 'cancelled')
  if (sent.length === 0) return saidDeliveryStatus === deliveryStatus
  const open = sent.filter((shipped) => shipped.status !== 'delivered')
  // Where every package arrived and the order didn't, an item is still to be shipped.
  return open.length === 0 || open.some(isTracked)
}

/** `shipped` alone is the seller's own word: without a tracking code nothing follows it. */
function isTracked({ status, trackingCode }: OrderPackage): boolean {
  return status !== null && (status !== 'shipped' || trackingCode !== null)
}

/** Null without a package that counts: one whose label was cancelled says nothing of the order, which may get another. */
function leastAdvanced(statuses: readonly DeliveryStatus[]): DeliveryStatus | null {
  const counted = new Set<DeliveryStatus>(statuses.filter((status) => status !== 'cancelled'))
  return advance.find((status) => counted.has(status)) ?? null
}

function impliedBy(status: OrderStatus): DeliveryStatus {
  return status === 'PartiallyShipped' || shippedStatuses.includes(status) ? 'shipped' : 'pending'
}

function furthest(said: DeliveryStatus | null, implied: DeliveryStatus): DeliveryStatus {
  return said === null || isAhead(implied, said) ? implied : said
}

/** False where the status or an item says that something is still to be shipped. */
function isShippedWhole(status: OrderStatus, products: Evidence['products']): boolean {
  if (unshippedStatuses.includes(status)) return false
  return products.every(
    ({ quantity, quantityShipped }) => quantity === null || quantityShipped === null || quantityShipped >= quantity,
  )
}
