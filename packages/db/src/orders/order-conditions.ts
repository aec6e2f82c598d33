import { orderStatuses, type OrderFilter, type OrderStatus, type TenantId } from '@orderport/domain'
import { foldedSpellings, foldedStatusSql } from './stored-status.ts'

/** Takes a value and returns its placeholder. */
export type Parameter = (value: unknown) => string

/** One part of a WHERE clause. Its letter identifies it: each combination is a prepared statement of its own. */
export interface Condition {
  readonly letter: string
  readonly sql: (parameter: Parameter) => string
}

export function ofTenant(tenantId: TenantId): Condition {
  return { letter: 't', sql: (parameter) => `orders.tenant_id = ${parameter(tenantId)}` }
}

/** Returns a condition for each field of the filter that is set, except `q`. */
export function filtering(filter: OrderFilter): readonly Condition[] {
  return [
    filter.status === undefined ? null : havingStatus(filter.status),
    filter.channel === undefined ? null : equal('c', 'orders.channel', filter.channel),
    filter.dateFrom === undefined ? null : dated('f', '>=', filter.dateFrom),
    filter.dateBefore === undefined ? null : dated('b', '<', filter.dateBefore),
  ].filter((condition) => condition !== null)
}

/**
 * `tracking_codes` has every code of an order. `tracking_code` is looked at too, because a replica of an older version
 * writes that one alone, and so leaves none or an outdated one in the other until the marketplace's next answer.
 *
 * Most searches are references without a letter. Not folding case makes those more than twice as fast.
 */
export function containing(q: string, reference: string | undefined): Condition {
  const pattern = containingPattern(q)
  const codePattern = containingPattern(q.replaceAll(/\s/gu, ''))
  const caseless = /^[\d -]*$/.test(q)
  const operator = caseless ? 'LIKE' : 'ILIKE'
  return {
    letter: (caseless ? 'r' : 'q') + (reference === undefined ? '' : 'e'),
    sql: (parameter) => {
      const like = `${operator} ${parameter(pattern)}`
      const likeCode = `${operator} ${parameter(codePattern)}`
      const named = reference === undefined ? '' : ` OR orders.external_order_id = ${parameter(reference)}`
      return `(orders.external_order_id ${like} OR orders.id ${like} OR orders.seller_order_number ${like}
        OR orders.tracking_codes ${likeCode} OR replace(orders.tracking_code, ' ', '') ${likeCode}${named})`
    },
  }
}

/**
 * Finds the rows that are read as this status (`storedStatus`), in any spelling. Nearly all rows have our spelling, and
 * only the others are folded. `Unknown` also finds rows whose status is none that we know.
 */
function havingStatus(status: OrderStatus): Condition {
  const known = orderStatuses.filter((name) => name !== 'Unknown')
  if (status === 'Unknown') {
    return {
      letter: 'n',
      sql: (parameter) => `(orders.status IS NULL OR ${spelledOtherwise(parameter(known))}
        AND ${foldedStatusSql} <> ALL (${parameter(foldedSpellings(known))}::text[]))`,
    }
  }
  return {
    letter: 's',
    sql: (parameter) => `(orders.status = ${parameter(status)} OR ${spelledOtherwise(parameter(known))}
      AND ${foldedStatusSql} = ANY (${parameter(foldedSpellings([status]))}::text[]))`,
  }
}

function spelledOtherwise(known: string): string {
  return `orders.status <> ALL (${known}::text[])`
}

function equal(letter: string, column: string, value: string): Condition {
  return { letter, sql: (parameter) => `${column} = ${parameter(value)}` }
}

function dated(letter: string, operator: '>=' | '<', instant: string): Condition {
  return { letter, sql: (parameter) => `orders.order_date ${operator} ${parameter(instant)}::timestamptz` }
}

/** Returns a LIKE pattern for text that contains `part`, whose `%` and `_` are ordinary characters. */
function containingPattern(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
