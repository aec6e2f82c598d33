/**
 * The statements behind a list: each returns a page of rows and their number over all pages, as of one moment. A page
 * has one row more than its limit if there is another page. A page without rows still returns the number, with a NULL
 * id. Each combination of conditions is a prepared statement of its own, named by their letters.
 */
import type { OrderFilter, OrderPageRequest, TenantId } from '@orderport/domain'
import { countSql } from './order-counts.ts'
import { containing, filtering, ofTenant, type Condition, type Parameter } from './order-conditions.ts'
import type { OrderCursor } from './order-cursor.ts'
import { listOrder, pageSql, rowsAfter } from './order-page.ts'
import { orderColumns } from './order-row.ts'

export interface ListRequest {
  readonly tenantId: TenantId
  readonly filter: OrderFilter
  /** The page starts after this row. */
  readonly after: OrderCursor | null
  readonly page: OrderPageRequest
}

interface Statement {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

const columns = `${orderColumns}, to_json(orders.order_date AT TIME ZONE 'UTC') #>> '{}' AS exact_order_date`

/** Lists the orders without looking for a `q`. Their number is kept: see `countSql`. */
export function listStatement({ tenantId, filter, after, page }: ListRequest): Statement {
  const { parameter, values } = parameters()
  const conditions = [ofTenant(tenantId), ...filtering(filter)]
  const matches = conditions.map(({ sql }) => sql(parameter)).join(' AND ')
  return {
    name: named('orders_list', conditions, after),
    text: `
      SELECT counted.total, ${columns}
      FROM (SELECT (${countSql(tenantId, filter, parameter)})::int AS total) AS counted
      LEFT JOIN (${pageSql(matches, after, page, parameter)}) AS orders ON true
      ORDER BY ${listOrder}`,
    values,
  }
}

/**
 * True if the index can find the matches: `q` has three characters, also without blanks. A line break is never in a
 * code, and a sigma in lower case depends on its neighbours.
 */
export function isSearchable(q: string): boolean {
  return /^.{3}/su.test(withoutBlanks(q)) && !/[\nΣσς]/u.test(q)
}

/**
 * Lists the orders that match `q`, which are found by the index of the search. Returns false as `complete` where the
 * search can't use it; then only `scanStatement` tells. The LIMIT keeps the planner from joining all orders of
 * the tenant.
 */
export function searchStatement({ tenantId, filter, after, page }: ListRequest): Statement {
  const { q = '', reference = null } = filter
  const { parameter, values } = parameters()
  const conditions = filtering(filter)
  const found = `search_orders(${[q, withoutBlanks(q), reference].map(parameter).join(', ')})`
  const matches = conditions.map(({ sql }) => sql(parameter)).join(' AND ') || 'true'
  const follows = after === null ? 'true' : rowsAfter(after, parameter)
  return {
    name: named('orders_search', conditions, after),
    text: `
      WITH found AS MATERIALIZED (SELECT * FROM ${found})
      SELECT counted.total, complete, ${columns}
      FROM (
        SELECT count(*) = count(orders.id) AS complete,
          count(*) FILTER (WHERE ${matches})::int AS total
        FROM found AS orders
      ) AS counted
      LEFT JOIN (
        SELECT orders.id FROM found AS orders WHERE ${matches} AND ${follows}
        ORDER BY ${listOrder} LIMIT ${parameter(page.limit + 1)} OFFSET ${parameter(page.offset)}
      ) AS page ON true
      LEFT JOIN LATERAL (
        SELECT * FROM orders WHERE orders.tenant_id = ${parameter(tenantId)} AND orders.id = page.id LIMIT 1
      ) AS orders ON true
      ORDER BY ${listOrder}`,
    values,
  }
}

/** Lists by looking at every row of the tenant that the other conditions leave. */
export function scanStatement({ tenantId, filter, after, page }: ListRequest): Statement {
  const { parameter, values } = parameters()
  const { q = '', reference } = filter
  const conditions = [ofTenant(tenantId), ...filtering(filter), ...(q === '' ? [] : [containing(q, reference)])]
  const matches = conditions.map(({ sql }) => sql(parameter)).join(' AND ')
  return {
    name: named('orders_scan', conditions, after),
    text: `
      SELECT counted.total, ${columns}
      FROM (SELECT count(*)::int AS total FROM orders WHERE ${matches}) AS counted
      LEFT JOIN (${pageSql(matches, after, page, parameter)}) AS orders ON true
      ORDER BY ${listOrder}`,
    values,
  }
}

function parameters(): { parameter: Parameter; values: unknown[] } {
  const values: unknown[] = []
  return { parameter: (value) => `$${values.push(value)}`, values }
}

function named(prefix: string, conditions: readonly Condition[], after: OrderCursor | null): string {
  const letters = conditions.map(({ letter }) => letter).join('')
  if (after === null) return `${prefix}_${letters}`
  return `${prefix}_${letters}${after.orderDate === null ? 'u' : 'k'}`
}

function withoutBlanks(q: string): string {
  return q.replaceAll(/\s/gu, '')
}
