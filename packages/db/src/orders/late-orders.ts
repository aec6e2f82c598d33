import { unshippedStatuses, type Instant, type Order, type TenantId } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'

/** Returns the orders that may be late or due at `now`, the most urgent first: see `OrderStore.late`. */
export async function lateOrders(
  scope: TenantScope,
  tenantId: TenantId,
  now: Instant,
  limit: number,
): Promise<readonly Order[]> {
  const { rows } = await scope.query<StoredRecord>(lateStatement(tenantId, now, limit))
  return rows.map((row) => parseOrderRow(tenantId, row))
}

/** Returns the prepared statement for `lateOrders`. */
export function lateStatement(tenantId: string, now: Instant, limit: number) {
  return { name: 'orders_late', text: lateSql, values: [tenantId, now, `${now.slice(0, 10)}T00:00:00Z`, limit] }
}

/** This and what follows is written as in the migration that makes `orders_late_idx`. */
const unshipped = `orders.status IN (${unshippedStatuses.map((status) => `'${status}'`).join(', ')})`

/** A date before 1995 is none: see `parseOrderInstant`. */
function plausible(column: string): string {
  return `orders.${column} >= timestamptz '1995-01-01Z'`
}

/** The first date that the order has to keep. */
const dueAt = `LEAST(
  CASE WHEN ${plausible('estimated_delivery_at')} THEN orders.estimated_delivery_at END,
  CASE WHEN ${unshipped} AND ${plausible('latest_ship_date')} THEN orders.latest_ship_date END
)`

/** True where the marketplace may say that the order hasn't arrived. Shipped orders that nobody tracks may have. */
const mayBeUndelivered = `(
  orders.delivery_status NOT IN ('pending', 'shipped')
  OR orders.details ->> 'saidDeliveryStatus' IS NOT NULL
  OR orders.packages @? '$[*] ? (@.status != null && (@.status != "shipped" || @.trackingCode != null))'
)`

/** Without these conditions, orders that nobody can call late would fill the answer, and the index. */
const open = `(
  ${unshipped}
  OR orders.status NOT IN ('Canceled', 'Unfulfillable')
    AND orders.delivery_status NOT IN ('delivered', 'cancelled', 'returned')
    AND ${mayBeUndelivered}
) AND (orders.estimated_delivery_at IS NOT NULL OR orders.latest_ship_date IS NOT NULL)`

/** 0: to be shipped; 1: on its way. A number, because a condition on a truth value may not find its index. */
const stage = `(CASE WHEN ${unshipped} THEN 0 ELSE 1 END)`

/**
 * The orders to be shipped whose date is today or earlier, and those on their way whose date has passed. Each part is
 * one stretch of `orders_late_idx`, so it reads no more rows than it returns.
 */
const lateSql = `
  SELECT ${orderColumns} FROM (
    (${mostUrgentOrders({ stage: 0, before: "$3::timestamptz + interval '24 hours'" })})
    UNION ALL
    (${mostUrgentOrders({ stage: 1, before: '$2::timestamptz' })})
  ) AS orders
  ORDER BY ${dueAt}, orders.id LIMIT $4`

interface Stretch {
  /** 0: orders to be shipped; 1: those on their way. */
  readonly stage: 0 | 1
  /** SQL for the moment before which they are due. */
  readonly before: string
  /** A further condition. */
  readonly and?: string
}

/** Returns SQL for at most `$4` orders of the tenant `$1` in one stretch of `orders_late_idx`, the most urgent first. */
export function mostUrgentOrders({ stage: number, before, and = 'true' }: Stretch): string {
  const condition = `${stage} = ${number} AND ${dueAt} < ${before} AND ${and}`
  return `SELECT * FROM orders WHERE tenant_id = $1 AND ${open} AND ${condition} ORDER BY ${dueAt}, orders.id LIMIT $4`
}
