import { unshippedStatuses, type Instant, type Order, type TenantId } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'

const unshipped = `orders.status IN (${unshippedStatuses.map((status) => `'${status}'`).join(', ')})`

/** The first date that the order has to keep. */
const dueAt = `LEAST(orders.estimated_delivery_at, CASE WHEN ${unshipped} THEN orders.latest_ship_date END)`

/**
 * True for an order of which the marketplace may say that it hasn't arrived: `isKnownUndelivered` of the domain judges
 * what this finds. Without it, shipped orders that nobody tracks would fill the limit.
 */
const mayBeUndelivered = `(${unshipped} OR orders.delivery_status NOT IN ('pending', 'shipped')
  OR orders.details->>'saidDeliveryStatus' IS NOT NULL
  OR orders.packages @? '$[*] ? (@.status != null && (@.status != "shipped" || @.trackingCode != null))')`

/** Returns the orders that may be late or due at `now`, the most urgent first: see `OrderStore.late`. */
export async function lateOrders(
  scope: TenantScope,
  tenantId: TenantId,
  now: Instant,
  limit: number,
): Promise<readonly Order[]> {
  const { rows } = await scope.query<StoredRecord>({
    name: 'orders_late',
    text: `SELECT ${orderColumns} FROM orders
      WHERE tenant_id = $1 AND orders.delivery_status NOT IN ('delivered', 'cancelled', 'returned')
        AND orders.status NOT IN ('Canceled', 'Unfulfillable')
        AND (orders.estimated_delivery_at < $2::timestamptz AND ${mayBeUndelivered}
          OR ${unshipped} AND ${dueAt} <
            (date_trunc('day', $2::timestamptz AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC')
      ORDER BY ${dueAt}, orders.id LIMIT $3`,
    values: [tenantId, now, limit],
  })
  return rows.map((row) => parseOrderRow(tenantId, row))
}
