import type { StaleOrders, TenantId } from '@orderport/domain'
import { storedText, type StoredRecord } from '../columns/stored-value.ts'
import { mostUrgentOrders } from '../orders/late-orders.ts'
import { listOrder } from '../orders/order-page.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { isLeftAlone } from './refresh-failures.ts'

interface RefreshableOptions {
  readonly tenantId: TenantId
  readonly channel: string
  readonly stale: StaleOrders
  readonly limit: number
}

/**
 * Returns references of stale orders that aren't final, those most likely to be opened next first: due or late ones,
 * then those shipped in the last two weeks, then the newest. An order that hasn't changed for a month comes once a day.
 * Beside the due and late ones it looks at the newest 5,000 orders of the tenant alone, so that it takes no longer as
 * the tenant grows.
 */
export async function refreshableOrders(
  scope: TenantScope,
  { tenantId, channel, stale, limit }: RefreshableOptions,
): Promise<readonly string[]> {
  const values = [tenantId, channel, stale.checkedBefore, limit, stale.now]
  const { rows } = await scope.query<StoredRecord>({ name: 'orders_refreshable', text: refreshableSql, values })
  return rows.flatMap((row) => storedText(row['external_order_id']) ?? [])
}

/** As `isFinal` of the domain, on the columns. */
const isFinal = `(
  orders.total_amount IS NOT NULL AND orders.status NOT IN ('Pending', 'PendingAvailability')
  AND (orders.status = 'Canceled' OR orders.delivery_status IN ('delivered', 'cancelled', 'returned', 'undeliverable'))
)`

/**
 * Many an order never becomes final, such as one that was shipped without tracking. Once nothing has changed for a
 * month, a look a day is enough: it must not cost what the others need.
 */
const isDue = `(
  COALESCE(orders.source_updated_at, orders.order_date, orders.created_at) >= $5::timestamptz - interval '30 days'
  OR orders.checked_at IS NULL OR orders.checked_at < $5::timestamptz - interval '1 day'
)`

const isRefreshable = `
  orders.channel = $2 AND ${isFinal} IS NOT TRUE AND (orders.checked_at IS NULL OR orders.checked_at < $3::timestamptz)
  AND ${isDue} AND NOT ${isLeftAlone('$5::timestamptz')}`

const newest = `
  SELECT * FROM (SELECT * FROM orders WHERE tenant_id = $1 ORDER BY ${listOrder} LIMIT 5000) AS orders
  WHERE ${isRefreshable}`

const recentlyShipped = `orders.shipped_at >= $5::timestamptz - interval '14 days'`

const refreshableSql = `
  SELECT external_order_id FROM (
    SELECT external_order_id, order_date, 0 AS rank
    FROM (${mostUrgentOrders({ stage: 0, before: "$5::timestamptz + interval '24 hours'", and: isRefreshable })}) AS due
    UNION ALL
    SELECT external_order_id, order_date, 0 AS rank
    FROM (${mostUrgentOrders({ stage: 1, before: '$5::timestamptz', and: isRefreshable })}) AS late
    UNION ALL
    SELECT external_order_id, order_date, CASE WHEN ${recentlyShipped} THEN 1 ELSE 2 END AS rank FROM (${newest}) AS orders
  ) AS found
  GROUP BY external_order_id ORDER BY min(rank), max(order_date) DESC NULLS LAST, external_order_id LIMIT $4`
