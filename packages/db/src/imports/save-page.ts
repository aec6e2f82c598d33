import { hasEnded, type BulkImport, type ImportPage, type TenantId } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import { saveOrders } from '../orders/save-orders.ts'
import { retryDeadlocks } from '../tenant-database/retry-deadlocks.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'
import { foundImport, lockImport, readImport, requireImport } from './statements.ts'

/**
 * Merges a page's orders, records its items, moves the window's token and counts, in one transaction. Returns the
 * import as it is then; or null, having written nothing, when the window is not at the page's token any more or the
 * import has ended. An order that is listed again is merged again, and counted once.
 */
export function savePage(
  scope: TenantScope,
  tenantId: TenantId,
  id: string,
  page: ImportPage,
): Promise<BulkImport | null> {
  const { windowNumber, token, nextToken, orders, unread } = page
  const thisWindow = [tenantId, id, windowNumber]
  return retryDeadlocks(() =>
    scope.transaction(async (query) => {
      const [locked, windows] = await Promise.all([
        query<StoredRecord>(lockImport(tenantId, id)),
        query({ name: 'import_windows_at', text: atToken, values: [...thisWindow, token] }),
      ])
      const before = foundImport(locked.rows)
      if (before === null || hasEnded(before.state) || windows.rowCount !== 1) return null
      const saved = await saveOrders(query, { tenantId, channel: before.channel }, orders)
      const unreadOnly = unread.filter((reference) => !saved.has(reference))
      const references = [...saved.keys(), ...new Set(unreadOnly)]
      const states = references.map((reference) => saved.get(reference) ?? 'queued')
      const [, , , read] = await Promise.all([
        query({ name: 'import_items_page', text: countItems, values: [...thisWindow, references, states] }),
        query({ name: 'import_windows_move', text: moveToken, values: [...thisWindow, nextToken] }),
        query({ name: 'imports_listed', text: countAll, values: [tenantId, id] }),
        query<StoredRecord>(readImport(tenantId, id)),
      ])
      return requireImport(read.rows)
    }),
  )
}

const atToken = `
  SELECT FROM import_windows WHERE tenant_id = $1 AND import_id = $2 AND number = $3 AND state = 'open'
    AND token IS NOT DISTINCT FROM $4::text`

/**
 * Counts each item when it is listed first, and when one that was queued or had failed is now read; it belongs to the
 * window that listed it first.
 */
const countItems = `
  WITH listed AS (
    SELECT external_order_id, state FROM unnest($4::text[], $5::text[]) AS listed (external_order_id, state)
  ), known AS (
    SELECT import_items.external_order_id, import_items.state FROM import_items JOIN listed USING (external_order_id)
    WHERE tenant_id = $1 AND import_id = $2
  ), written AS (
    INSERT INTO import_items AS item (tenant_id, import_id, external_order_id, window_number, state)
    SELECT $1, $2, external_order_id, $3::int, state FROM listed
    ON CONFLICT (tenant_id, import_id, external_order_id) DO UPDATE
    SET state = excluded.state, error = NULL, next_attempt_at = NULL
    WHERE item.state IN ('queued', 'failed') AND excluded.state <> 'queued'
    RETURNING external_order_id, window_number, state
  ), counted AS (
    SELECT window_number, count(*) FILTER (WHERE known.state IS NULL) AS seen,
      count(*) FILTER (WHERE written.state = 'stored') AS stored,
      count(*) FILTER (WHERE written.state = 'unchanged') AS unchanged,
      count(*) FILTER (WHERE known.state = 'failed') AS healed
    FROM written LEFT JOIN known USING (external_order_id) GROUP BY window_number
  ), ledger AS (
    UPDATE import_windows AS listing SET seen = listing.seen + counted.seen,
      stored = listing.stored + counted.stored, unchanged = listing.unchanged + counted.unchanged,
      failed = listing.failed - counted.healed
    FROM counted WHERE tenant_id = $1 AND import_id = $2 AND number = counted.window_number
  )
  UPDATE imports SET stored = imports.stored + added.stored, unchanged = imports.unchanged + added.unchanged,
    failed = imports.failed - added.healed, version = version + 1
  FROM (
    SELECT COALESCE(sum(stored), 0) AS stored, COALESCE(sum(unchanged), 0) AS unchanged,
      COALESCE(sum(healed), 0) AS healed FROM counted
  ) AS added
  WHERE tenant_id = $1 AND id = $2`

const moveToken = `
  UPDATE import_windows SET token = $4, pages = pages + 1, state = CASE WHEN $4::text IS NULL THEN 'done' ELSE 'open' END
  WHERE tenant_id = $1 AND import_id = $2 AND number = $3`

/** The total is known once the window that begins where the range does is done: it is the last one. */
const countAll = `
  UPDATE imports SET total = (SELECT sum(seen) FROM import_windows WHERE tenant_id = $1 AND import_id = $2)
  WHERE tenant_id = $1 AND id = $2 AND EXISTS (
    SELECT FROM import_windows
    WHERE tenant_id = $1 AND import_id = $2 AND state = 'done' AND from_at <= imports.since
  )`
