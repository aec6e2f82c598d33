import { unshippedStatuses, type DeliveryStatus, type OrderStatus } from './order-status.ts'
import type { OrderItem, OrderPackage } from './order.ts'

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
  readonly packages: readonly Pick<OrderPackage, 'status'>[]
  /** What the marketplace says of the whole order's delivery, or what was known of it before; null for nothing. */
  readonly said: DeliveryStatus | null
}

/**
 * How far the delivery of a whole order is: its least advanced package that isn't cancelled, else what the marketplace
 * says of the order, else what its status implies. `delivered` only when every item was shipped and every package
 * arrived.
 */
export function orderDeliveryStatus({ status, products, packages, said }: Evidence): DeliveryStatus {
  if (status === 'Canceled') return 'cancelled'
  const judged = leastAdvanced(packages.map((shipped) => shipped.status)) ?? furthest(said, impliedBy(status))
  return judged === 'delivered' && !isShippedWhole(status, products) ? 'shipped' : judged
}

/** `cancelled` when every package is; null when there is none. */
function leastAdvanced(statuses: readonly DeliveryStatus[]): DeliveryStatus | null {
  if (statuses.length === 0) return null
  const moving = new Set<DeliveryStatus>(statuses.filter((status) => status !== 'cancelled'))
  return advance.find((status) => moving.has(status)) ?? 'cancelled'
}

function impliedBy(status: OrderStatus): DeliveryStatus {
  return status === 'Shipped' || status === 'PartiallyShipped' || status === 'InvoiceUnconfirmed'
    ? 'shipped'
    : 'pending'
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
