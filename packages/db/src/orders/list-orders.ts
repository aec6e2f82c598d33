import { DomainError, type OrderFilter, type OrderPage, type OrderPageRequest, type TenantId } from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import { storedText, type StoredRecord } from '../columns/stored-value.ts'
import { sqlState } from '../database-error.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { after, matching, ofTenant, type Condition } from './order-conditions.ts'
import { decodeOrderCursor, encodeOrderCursor, invalidCursor } from './order-cursor.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'

const noOrders: OrderPage = { orders: [], total: 0, hasMore: false, nextCursor: null }

/** Returns one page of a tenant's matching orders, and their number over all pages, both as of the same moment. */
export async function listOrders(
  scope: TenantScope,
  tenantId: TenantId,
  { filter, page }: { readonly filter: OrderFilter; readonly page: OrderPageRequest },
): Promise<OrderPage> {
  const cursor = page.cursor === undefined ? [] : [after(decodeOrderCursor(page.cursor))]
  if (isUnstorable(filter.q ?? '') || isUnstorable(filter.channel ?? '')) return noOrders
  const statement = listStatement([ofTenant(tenantId), ...matching(filter)], cursor, page)
  const { rows } = await scope.query<StoredRecord>(statement).catch((error: unknown) => {
    throw isImpossibleDate(error) ? invalidDate(page, error) : error
  })
  const found = rows.filter((row) => row['id'] !== null)
  const onPage = found.slice(0, page.limit)
  const hasMore = found.length > onPage.length
  const last = onPage.at(-1)
  return {
    orders: onPage.map((row) => parseOrderRow(tenantId, row)),
    total: Number(rows[0]?.['total'] ?? 0),
    hasMore,
    nextCursor: hasMore && last !== undefined ? cursorOf(last) : null,
  }
}

/**
 * Builds one statement for the page and the count. The inner SELECT takes the page, and one row more to know whether
 * there is another page; the outer SELECT formats only those rows. A page without rows still returns the count, with a
 * NULL id.
 */
function listStatement(
  conditions: readonly Condition[],
  cursor: readonly Condition[],
  { limit, offset }: OrderPageRequest,
): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const matches = conditions.map(({ sql }) => sql(parameter))
  const follows = cursor.map(({ sql }) => sql(parameter))
  const listOrder = 'orders.order_date DESC NULLS LAST, orders.id'
  return {
    name: `orders_list_${[...conditions, ...cursor].map(({ letter }) => letter).join('')}`,
    text: `
      SELECT counted.total, ${orderColumns},
        to_json(orders.order_date AT TIME ZONE 'UTC') #>> '{}' AS exact_order_date
      FROM (SELECT count(*)::int AS total FROM orders WHERE ${matches.join(' AND ')}) AS counted
      LEFT JOIN (
        SELECT * FROM orders WHERE ${[...matches, ...follows].join(' AND ')}
        ORDER BY ${listOrder} LIMIT ${parameter(limit + 1)} OFFSET ${parameter(offset)}
      ) AS orders ON true
      ORDER BY ${listOrder}`,
    values,
  }
}

function cursorOf(row: StoredRecord): string {
  return encodeOrderCursor({ orderDate: storedText(row['exact_order_date']), id: storedText(row['id']) ?? '' })
}

/** SQLSTATEs: not a date, out of range, no such time zone. */
const impossibleDateStates: ReadonlySet<string> = new Set(['22007', '22008', '22009'])

/** True for a date that has the right shape but does not exist, or that Postgres can't store. */
function isImpossibleDate(error: unknown): boolean {
  return impossibleDateStates.has(sqlState(error) ?? '')
}

function invalidDate(page: OrderPageRequest, cause: unknown): DomainError {
  if (page.cursor !== undefined) return invalidCursor(cause)
  return new DomainError('INVALID_REQUEST', { field: 'dateFrom', detail: 'A date is out of range.', cause })
}
