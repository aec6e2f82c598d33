import type { OrderPageRequest } from '@orderport/domain'
import type { Parameter } from './order-conditions.ts'
import type { OrderCursor } from './order-cursor.ts'

/** The order of the list: newest first, undated last, then by id. `orders_list_idx` has the same. */
export const listOrder = 'orders.order_date DESC NULLS LAST, orders.id'

/**
 * Returns SQL for the rows of a page, and one more, among the orders that match. After a cursor it starts there in
 * `orders_list_idx`: the dated rows that follow are one stretch of the index, the undated ones the other.
 */
export function pageSql(
  matches: string,
  after: OrderCursor | null,
  { limit, offset }: OrderPageRequest,
  parameter: Parameter,
): string {
  const rows = `LIMIT ${parameter(limit + 1)} OFFSET ${parameter(offset)}`
  const inOrder = (follows: string) => `SELECT * FROM orders WHERE ${matches} AND ${follows} ORDER BY ${listOrder}`
  if (after === null) return `${inOrder('true')} ${rows}`
  if (after.orderDate === null) return `${inOrder(rowsAfter(after, parameter))} ${rows}`
  const stretches = [datedAfter(after.orderDate, after.id, parameter), 'orders.order_date IS NULL']
  const most = parameter(limit + 1 + offset)
  const parts = stretches.map((stretch) => `(${inOrder(stretch)} LIMIT ${most})`)
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) AS orders ORDER BY ${listOrder} ${rows}`
}

/** Returns a condition for the rows after the cursor. */
export function rowsAfter({ orderDate, id }: OrderCursor, parameter: Parameter): string {
  if (orderDate === null) return `orders.order_date IS NULL AND orders.id > ${parameter(id)}`
  return `(${datedAfter(orderDate, id, parameter)} OR orders.order_date IS NULL)`
}

/** The first comparison is where the index starts. */
function datedAfter(orderDate: string, id: string, parameter: Parameter): string {
  const date = `(${parameter(orderDate)}::timestamp AT TIME ZONE 'UTC')`
  return `orders.order_date <= ${date} AND (orders.order_date < ${date} OR orders.id > ${parameter(id)})`
}
