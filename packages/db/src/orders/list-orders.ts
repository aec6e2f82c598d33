import { DomainError, type OrderFilter, type OrderPage, type OrderPageRequest, type TenantId } from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import { storedText, type StoredRecord } from '../columns/stored-value.ts'
import { sqlState } from '../database-error.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { isSearchable, listStatement, scanStatement, searchStatement } from './list-statements.ts'
import { decodeOrderCursor, encodeOrderCursor, invalidCursor } from './order-cursor.ts'
import { parseOrderRow } from './order-row.ts'

const noOrders: OrderPage = { orders: [], total: 0, hasMore: false, nextCursor: null }

/** Returns one page of a tenant's matching orders, and their number over all pages, both as of the same moment. */
export async function listOrders(
  scope: TenantScope,
  tenantId: TenantId,
  { filter, page }: { readonly filter: OrderFilter; readonly page: OrderPageRequest },
): Promise<OrderPage> {
  const after = page.cursor === undefined ? null : decodeOrderCursor(page.cursor)
  if (isUnstorable(filter.q ?? '') || isUnstorable(filter.channel ?? '')) return noOrders
  const request = { tenantId, filter, after, page }
  const rows = await readRows(scope, request).catch((error: unknown) => {
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

/** Returns the rows of the page and one more if there is another page; a row without an id where there are none. */
async function readRows(
  scope: TenantScope,
  request: Parameters<typeof listStatement>[0],
): Promise<readonly StoredRecord[]> {
  const { q = '' } = request.filter
  if (q === '') return (await scope.query<StoredRecord>(listStatement(request))).rows
  if (isSearchable(q)) {
    const { rows } = await scope.query<StoredRecord>(searchStatement(request))
    if (rows[0]?.['complete'] === true) return rows
  }
  return (await scope.query<StoredRecord>(scanStatement(request))).rows
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
