import type { DeliveryStatus, OrderStatus } from '@orderport/domain'

/** From least to most advanced. Deliveries that end elsewhere than at the buyer come before `delivered`. */
const progress: readonly DeliveryStatus[] = [
  'cancelled',
  'pending',
  'preparing',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'undeliverable',
  'returned',
  'delivered',
]

/** Returns true if `status` is further along than `other`. */
export function isAheadOf(status: DeliveryStatus, other: DeliveryStatus): boolean {
  return progress.indexOf(status) > progress.indexOf(other)
}

/**
 * Returns the whole order's status: that of the least advanced package that is not cancelled, so `delivered` only when
 * all of them are. Returns `cancelled` when every package is, and null when there is none.
 */
export function orderDeliveryStatus(packages: readonly DeliveryStatus[]): DeliveryStatus | null {
  if (packages.length === 0) return null
  const remaining = new Set<DeliveryStatus>(packages.filter((status) => status !== 'cancelled'))
  return progress.find((status) => remaining.has(status)) ?? 'cancelled'
}

/** Returns the delivery status of an order without packages: `cancelled` for a cancelled order, else null. */
export function statusWithoutPackages(status: OrderStatus | null): DeliveryStatus | null {
  return status === 'Canceled' ? 'cancelled' : null
}
