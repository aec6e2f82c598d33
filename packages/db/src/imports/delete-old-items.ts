import type { Instant } from '@orderport/domain'
import type { Statement } from '../tenant-database/tenant-database.ts'

/** How many items one statement deletes: it runs beside work that somebody waits for. */
const mostItems = 2000

/**
 * Returns the statement that deletes items of one import of the tenant that ended more than 30 days before `now`. Its
 * counts and its ledger stay. Rows that another one is deleting are left out, so that nobody waits.
 */
export function deleteOldItems(tenantId: string, now: Instant): Statement {
  return { name: 'import_items_delete_old', text: deleteSql, values: [tenantId, now, mostItems] }
}

const deleteSql = `
  WITH old AS (
    SELECT id FROM imports
    WHERE tenant_id = $1 AND items_deleted = false AND finished_at < $2::timestamptz - interval '30 days'
    ORDER BY finished_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), deleted AS (
    DELETE FROM import_items WHERE tenant_id = $1 AND (import_id, external_order_id) IN (
      SELECT import_id, external_order_id FROM import_items JOIN old ON import_id = old.id
      WHERE tenant_id = $1 LIMIT $3
    ) RETURNING 1
  )
  UPDATE imports SET items_deleted = true FROM old
  WHERE imports.tenant_id = $1 AND imports.id = old.id AND (SELECT count(*) FROM deleted) < $3`
