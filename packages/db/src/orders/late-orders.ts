import { unshippedStatuses, type Instant, type Order, type TenantId } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'

const unshipped = `orders.status IN (${unshippedStatuses.map((status) => `'${status}'`).join(', ')})`

/** The first date that the order has to keep. */
const dueAt = `LEAST(orders.estimated_delivery_at, CASE WHEN ${unshipped} THEN orders.latest_ship_date END)`

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
        AND orders.status <> 'Canceled'
        AND (orders.estimated_delivery_at < $2::timestamptz
          OR ${unshipped} AND ${dueAt} < (date_trunc('day', $2::timestamptz AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC')
      ORDER BY ${dueAt}, orders.id LIMIT $3`,
    values: [tenantId, now, limit],
  })
  return rows.map((row) => parseOrderRow(tenantId, row))
}
