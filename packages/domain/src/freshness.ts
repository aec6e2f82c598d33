import type { Instant, Order } from './order.ts'
import type { DeliveryStatus } from './order-status.ts'

const endsOfDelivery: ReadonlySet<DeliveryStatus> = new Set(['delivered', 'cancelled', 'returned', 'undeliverable'])

/** True for an order that the marketplace has nothing more to say about: it ended, and its total is known. */
export function isFinal({
  status,
  deliveryStatus,
  totalAmount,
}: Pick<Order, 'status' | 'deliveryStatus' | 'totalAmount'>): boolean {
  if (totalAmount === null || status === 'Pending' || status === 'PendingAvailability') return false
  return status === 'Canceled' || endsOfDelivery.has(deliveryStatus)
}

/** True for an order that may have changed since it was last checked, longer ago than `refreshAfterMs` or never. */
export function isStale(
  order: Pick<Order, 'status' | 'deliveryStatus' | 'totalAmount' | 'checkedAt'>,
  now: Instant,
  refreshAfterMs: number,
): boolean {
  if (isFinal(order)) return false
  return order.checkedAt === null || Date.parse(now) - Date.parse(order.checkedAt) > refreshAfterMs
}
