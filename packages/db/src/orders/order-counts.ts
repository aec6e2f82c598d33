import type { OrderFilter, TenantId } from '@orderport/domain'
import { filtering, ofTenant, type Parameter } from './order-conditions.ts'

/**
 * Returns SQL for the number of the tenant's orders that match the filter without its `q`: a sum of `order_counts`,
 * which has them by month. Orders of a month that the dates cut are counted one by one.
 */
export function countSql(
  tenantId: TenantId,
  { status, channel, dateFrom, dateBefore }: OrderFilter,
  parameter: Parameter,
) {
  const conditions = [ofTenant(tenantId), ...filtering({ status, channel })].map(({ sql }) => sql(parameter))
  const numberOf = (...months: readonly string[]) =>
    `(SELECT COALESCE(sum(orders.number), 0) FROM order_counts AS orders WHERE ${[...conditions, ...months].join(' AND ')})`
  const countOf = (...dates: readonly string[]) =>
    `(SELECT count(*) FROM orders WHERE ${[...conditions, ...dates].join(' AND ')})`
  if (dateFrom === undefined && dateBefore === undefined) return numberOf()

  const from = dateFrom === undefined ? null : `${parameter(dateFrom)}::timestamptz`
  const before = dateBefore === undefined ? null : `${parameter(dateBefore)}::timestamptz`
  // The first whole month, and the first that isn't.
  const firstMonth = from === null ? null : firstMonthFrom(from)
  const endMonth = before === null ? null : `order_month(${before})`
  const parts = [
    numberOf(
      'orders.month IS NOT NULL',
      ...(firstMonth === null ? [] : [`orders.month >= ${firstMonth}`]),
      ...(endMonth === null ? [] : [`orders.month < ${endMonth}`]),
    ),
  ]
  if (from !== null && firstMonth !== null) {
    const end = before === null ? startOf(firstMonth) : `LEAST(${startOf(firstMonth)}, ${before})`
    parts.push(countOf(`orders.order_date >= ${from}`, `orders.order_date < ${end}`))
  }
  if (before !== null && endMonth !== null) {
    const start = firstMonth === null ? startOf(endMonth) : `GREATEST(${startOf(firstMonth)}, ${startOf(endMonth)})`
    parts.push(countOf(`orders.order_date >= ${start}`, `orders.order_date < ${before}`))
  }
  return parts.join(' + ')
}

function firstMonthFrom(instant: string): string {
  const month = `order_month(${instant})`
  return `(CASE WHEN ${startOf(month)} = ${instant} THEN ${month} ELSE (${month} + interval '1 month')::date END)`
}

function startOf(month: string): string {
  return `(${month}::timestamp AT TIME ZONE 'UTC')`
}
