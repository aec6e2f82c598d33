import { hasEnded, type BulkImport, type Instant, type TenantId } from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import { enqueueJob } from '../jobs/background-jobs.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { foundImport, lockImport, readImport, thisImport, underWay } from './statements.ts'

/** Ends the import and its queued items. Returns it, or null if there is none. An ended import stays as it is. */
export async function cancelImport(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  now: Instant,
): Promise<BulkImport | null> {
  if (isUnstorable(id)) return null
  const [, , , rows] = await scope.queryTogether([
    lockImport(tenantId, id),
    { name: 'import_items_cancel', text: cancelItems, values: [tenantId, id] },
    { name: 'imports_cancel', text: cancelSql, values: [tenantId, id, now] },
    readImport(tenantId, id),
  ])
  return foundImport(rows)
}

const cancelItems = `
  UPDATE import_items SET state = 'cancelled', next_attempt_at = NULL
  WHERE tenant_id = $1 AND import_id = $2 AND state = 'queued'
    AND EXISTS (SELECT FROM imports WHERE ${thisImport} AND ${underWay})`

const cancelSql = `
  UPDATE imports SET state = 'cancelled', error = NULL, next_attempt_at = NULL, finished_at = $3, version = version + 1
  WHERE ${thisImport} AND ${underWay}`

/**
 * Queues again what failed: items, and what is left of an import that stopped. Returns the import, or null if there is
 * none. One that somebody cancelled stays as it is, as does one in which nothing failed.
 */
export async function retryFailed(scope: TenantScope, tenantId: TenantId, id: string): Promise<BulkImport | null> {
  if (isUnstorable(id)) return null
  return scope.transaction(async (query) => {
    const values = [tenantId, id]
    const before = foundImport((await query<StoredRecord>(lockImport(tenantId, id))).rows)
    if (before === null || before.state === 'cancelled') return before
    const { rows } = await query<{ number: number }>({ name: 'import_items_retry', text: retryItems, values })
    const again = rows[0]?.number ?? 0
    if (again === 0 && before.state !== 'failed') return before
    const ended = hasEnded(before.state)
    await query({ name: 'imports_retry', text: retrySql, values: [tenantId, id, again, ended] })
    await enqueueJob(query, { kind: 'import', tenantId, importId: id })
    return foundImport((await query<StoredRecord>(readImport(tenantId, id))).rows)
  })
}

const retryItems = `
  WITH again AS (
    UPDATE import_items SET state = 'queued', attempts = 0, error = NULL, next_attempt_at = NULL
    WHERE tenant_id = $1 AND import_id = $2 AND state = 'failed'
    RETURNING window_number
  ), ledger AS (
    UPDATE import_windows SET failed = failed - counted.number
    FROM (SELECT window_number, count(*) AS number FROM again GROUP BY window_number) AS counted
    WHERE tenant_id = $1 AND import_id = $2 AND import_windows.number = counted.window_number
  )
  SELECT count(*)::int AS number FROM again`

const retrySql = `
  UPDATE imports SET failed = failed - $3, version = version + 1, items_deleted = false,
    state = CASE WHEN $4::boolean THEN 'queued' ELSE state END,
    error = CASE WHEN $4 THEN NULL ELSE error END,
    finished_at = NULL
  WHERE ${thisImport}`
