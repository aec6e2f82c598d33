import {
  DomainError,
  type BulkImport,
  type ImportItem,
  type ImportItemsPage,
  type ImportListPage,
  type ImportWindow,
  type Instant,
  type TenantId,
} from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import {
  importColumns,
  itemColumns,
  parseImportRow,
  parseItemRow,
  parseWindowRow,
  windowColumns,
} from './import-row.ts'
import { foundImport, readImport } from './statements.ts'

export async function getImport(scope: TenantScope, tenantId: TenantId, id: string): Promise<BulkImport | null> {
  if (isUnstorable(id)) return null
  return foundImport((await scope.lookUp<StoredRecord>(readImport(tenantId, id))).rows)
}

/** An import's id begins with its time, so the newest one has the greatest id. */
export async function listImports(scope: TenantScope, tenantId: TenantId, { limit, cursor }: ImportListPage) {
  const values = [tenantId, cursor === undefined ? null : decodeCursor(cursor), limit + 1]
  const { rows } = await scope.query<StoredRecord>({ name: 'imports_list', text: listSql, values })
  const { page, nextCursor } = pageOf(rows.map(parseImportRow), limit, ({ id }) => id)
  return { imports: page, nextCursor }
}

const listSql = `
  SELECT ${importColumns} FROM imports WHERE tenant_id = $1 AND ($2::text IS NULL OR id < $2)
  ORDER BY imports.id DESC LIMIT $3`

export async function listItems(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  { state, limit, cursor }: ImportItemsPage,
) {
  if (isUnstorable(id)) return { items: [], nextCursor: null }
  const after = cursor === undefined ? '' : decodeCursor(cursor)
  const values = [tenantId, id, after, state ?? null, limit + 1]
  const { rows } = await scope.query<StoredRecord>({ name: 'import_items_list', text: itemsSql, values })
  const { page, nextCursor } = pageOf(rows.map(parseItemRow), limit, ({ externalOrderId }) => externalOrderId)
  return { items: page, nextCursor }
}

const itemsSql = `
  SELECT ${itemColumns} FROM import_items
  WHERE tenant_id = $1 AND import_id = $2 AND external_order_id > $3 AND ($4::text IS NULL OR state = $4)
  ORDER BY external_order_id LIMIT $5`

export async function listWindows(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
): Promise<readonly ImportWindow[]> {
  if (isUnstorable(id)) return []
  const { rows } = await scope.query<StoredRecord>({
    name: 'import_windows_list',
    text: `SELECT ${windowColumns} FROM import_windows WHERE tenant_id = $1 AND import_id = $2 ORDER BY number`,
    values: [tenantId, id],
  })
  return rows.map(parseWindowRow)
}

interface DueItems {
  readonly now: Instant
  readonly limit: number
}

/** Returns queued items whose next attempt is due: those that were never tried, then those that wait longest. */
export async function dueItems(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  { now, limit }: DueItems,
): Promise<readonly ImportItem[]> {
  const values = [tenantId, id, now, limit]
  const { rows } = await scope.query<StoredRecord>({ name: 'import_items_due', text: dueSql, values })
  return rows.map(parseItemRow)
}

const dueSql = `
  SELECT ${itemColumns} FROM import_items
  WHERE tenant_id = $1 AND import_id = $2 AND state = 'queued'
    AND (import_items.next_attempt_at IS NULL OR import_items.next_attempt_at <= $3)
  ORDER BY import_items.next_attempt_at NULLS FIRST, external_order_id LIMIT $4`

function pageOf<T>(found: readonly T[], limit: number, keyOf: (row: T) => string) {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const hasMore = found.length > page.length && last !== undefined
  return { page, nextCursor: hasMore ? Buffer.from(keyOf(last)).toString('base64url') : null }
}

/** Returns the key of the last row of the page before. Throws `INVALID_REQUEST` for what no page returned. */
function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString()
  if (key === '' || isUnstorable(key) || Buffer.from(key).toString('base64url') !== cursor) {
    throw new DomainError('INVALID_REQUEST', { field: 'cursor', detail: 'The cursor is not one of ours.' })
  }
  return key
}
