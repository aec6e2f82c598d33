import { DomainError, type ImportWindow, type Instant, type TenantId } from '@orderport/domain'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { parseWindowRow, windowColumns } from './import-row.ts'
import { lockImport } from './statements.ts'

interface Range {
  readonly from: Instant
  readonly to: Instant
}

/**
 * Opens the next window of a backfill. Returns it; or the one that is open already; or, where another worker has done
 * this range meanwhile, the window that holds it.
 */
export async function openWindow(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  { from, to }: Range,
): Promise<ImportWindow> {
  const values = [tenantId, id, from, to]
  const [, , rows] = await scope.queryTogether([
    lockImport(tenantId, id),
    { name: 'import_windows_open', text: openSql, values },
    { name: 'import_windows_opened', text: openedSql, values },
  ])
  if (rows?.[0] === undefined) throw new DomainError('INTERNAL', { detail: 'The import is gone.' })
  return parseWindowRow(rows[0])
}

const openSql = `
  INSERT INTO import_windows (tenant_id, import_id, number, from_at, to_at, state)
  SELECT $1, $2, COALESCE(max(number), 0) + 1, $3::timestamptz, $4::timestamptz, 'open'
  FROM import_windows WHERE tenant_id = $1 AND import_id = $2
  HAVING EXISTS (SELECT FROM imports WHERE tenant_id = $1 AND id = $2)
    AND count(*) FILTER (WHERE state = 'open' OR from_at <= $3 AND to_at >= $4) = 0`

const openedSql = `
  SELECT ${windowColumns} FROM import_windows
  WHERE tenant_id = $1 AND import_id = $2 AND (state = 'open' OR import_windows.from_at <= $3 AND import_windows.to_at >= $4)
  ORDER BY state = 'open' DESC, number DESC LIMIT 1`

/** Starts the window anew at its first page, unless it is done. */
export async function restartWindow(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  windowNumber: number,
): Promise<void> {
  await scope.queryTogether([
    lockImport(tenantId, id),
    { name: 'import_windows_restart', text: restartSql, values: [tenantId, id, windowNumber] },
  ])
}

/** A window that is at its first page has nothing to begin anew, so two workers count one restart. */
const restartSql = `
  UPDATE import_windows SET token = NULL, restarts = restarts + 1
  WHERE tenant_id = $1 AND import_id = $2 AND number = $3 AND state = 'open' AND token IS NOT NULL`
