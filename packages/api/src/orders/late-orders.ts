import { deliveryOf, isUnshipped, type Instant, type Order, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'

/**
 * Returns the tenant's orders that are late, and those still to be shipped whose ship-by or promised date is today
 * (UTC) or earlier: the most urgent first, at most `limit`.
 */
export async function lateOrders(services: Services, tenantId: TenantId, limit: number): Promise<readonly Order[]> {
  const now = services.now().toISOString()
  const candidates = await services.orders.late(tenantId, now, limit)
  return candidates
    .filter((order) => isLate(order, now) || isDue(order, now))
    .toSorted((one, other) => dueAt(one).localeCompare(dueAt(other)))
    .slice(0, limit)
}

function isLate(order: Order, now: Instant): boolean {
  return deliveryOf(order, now).state === 'late'
}

function isDue(order: Order, now: Instant): boolean {
  return isUnshipped(order) && dueAt(order).slice(0, 10) <= now.slice(0, 10)
}

/** The first date that the order has to keep; after every date where it has none. */
function dueAt(order: Order): string {
  const dates = [isUnshipped(order) ? order.latestShipDate : null, order.estimatedDeliveryAt].filter(
    (date) => date !== null,
  )
  return dates.toSorted()[0] ?? '9999'
}
