import type { BulkImport, ErrorCode, ImportStore, Instant, ItemOutcome, TenantId } from '@orderport/domain'
import { enqueueJob } from '../jobs/background-jobs.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { deleteOldItems } from './delete-old-items.ts'
import { foundImport, lockImport, readImport, requireImport, thisImport, underWay } from './statements.ts'

type Progress = Pick<ImportStore, 'begin' | 'finishItem' | 'continueAt' | 'finish'>

/** Creates what a worker tells of an import that is under way. */
export function createProgress(withTenant: WithTenant): Progress {
  return {
    async begin(tenantId, id, now) {
      const values = [tenantId, id, now]
      const [, rows] = await withTenant(tenantId).queryTogether([
        { name: 'imports_begin', text: beginSql, values },
        readImport(tenantId, id),
      ])
      return foundImport(rows)
    },
    async finishItem(tenantId, id, externalOrderId, outcome) {
      const { error, nextAttemptAt } = attemptOf(outcome)
      const values = [tenantId, id, externalOrderId, outcome.state, error, nextAttemptAt]
      const [, , rows] = await withTenant(tenantId).queryTogether([
        lockImport(tenantId, id),
        { name: 'import_items_finish', text: finishItemSql, values },
        readImport(tenantId, id),
      ])
      return requireImport(rows)
    },
    async continueAt(tenantId, id, { at, error }) {
      await withTenant(tenantId).transaction(async (query) => {
        const values = [tenantId, id, at, error]
        const { rowCount } = await query({ name: 'imports_continue', text: continueSql, values })
        if (rowCount === 1) await enqueueJob(query, { kind: 'import', tenantId, importId: id }, at)
      })
    },
    finish: (tenantId, id, end, now) => finish(withTenant, { tenantId, id, ...end, now }),
  }
}

interface End {
  readonly tenantId: TenantId
  readonly id: string
  readonly state: 'done' | 'failed'
  readonly error: ErrorCode | null
  readonly now: Instant
}

async function finish(withTenant: WithTenant, { tenantId, id, state, error, now }: End): Promise<BulkImport> {
  const [, , rows] = await withTenant(tenantId).queryTogether([
    lockImport(tenantId, id),
    { name: 'imports_finish', text: finishSql, values: [tenantId, id, state, error, now] },
    readImport(tenantId, id),
    deleteOldItems(tenantId, now),
  ])
  return requireImport(rows)
}

function attemptOf(outcome: ItemOutcome): { error: ErrorCode | null; nextAttemptAt: Instant | null } {
  switch (outcome.state) {
    case 'stored':
    case 'unchanged':
      return { error: null, nextAttemptAt: null }
    case 'failed':
      return { error: outcome.error, nextAttemptAt: null }
    case 'queued':
      return { error: outcome.error, nextAttemptAt: outcome.nextAttemptAt }
  }
}

const beginSql = `
  UPDATE imports SET state = 'running', started_at = COALESCE(started_at, $3), error = NULL, next_attempt_at = NULL,
    version = version + 1
  WHERE ${thisImport} AND state IN ('queued', 'waiting')`

/** An item that was tried in vain is counted once it failed for good, and in its window if it has one. */
const finishItemSql = `
  WITH item AS (
    UPDATE import_items SET state = $4, error = $5, next_attempt_at = $6::timestamptz,
      attempts = attempts + CASE WHEN $5::text IS NULL THEN 0 ELSE 1 END
    WHERE tenant_id = $1 AND import_id = $2 AND external_order_id = $3 AND state = 'queued'
    RETURNING window_number
  ), ended AS (
    SELECT window_number, ($4 = 'stored')::int AS stored, ($4 = 'unchanged')::int AS unchanged,
      ($4 = 'failed')::int AS failed
    FROM item WHERE $4 <> 'queued'
  ), ledger AS (
    UPDATE import_windows AS listed SET stored = listed.stored + ended.stored,
      unchanged = listed.unchanged + ended.unchanged, failed = listed.failed + ended.failed
    FROM ended WHERE tenant_id = $1 AND import_id = $2 AND number = ended.window_number
  )
  UPDATE imports SET stored = imports.stored + ended.stored, unchanged = imports.unchanged + ended.unchanged,
    failed = imports.failed + ended.failed, version = version + 1
  FROM ended WHERE ${thisImport}`

const continueSql = `
  UPDATE imports SET
    state = CASE WHEN $4::text IS NULL THEN state ELSE 'waiting' END,
    error = COALESCE($4, error),
    next_attempt_at = CASE WHEN $4::text IS NULL THEN next_attempt_at ELSE $3::timestamptz END,
    version = version + CASE
      WHEN $4::text IS NULL OR (state, error, next_attempt_at) IS NOT DISTINCT FROM ('waiting', $4, $3::timestamptz) THEN 0
      ELSE 1
    END
  WHERE ${thisImport} AND ${underWay}`

/** An import is not done while something of it is left to do: somebody may have queued it again meanwhile. */
const finishSql = `
  UPDATE imports SET state = $3, error = $4, next_attempt_at = NULL, finished_at = $5, version = version + 1,
    total = CASE WHEN $3 = 'done' THEN stored + unchanged + failed ELSE total END
  WHERE ${thisImport} AND ${underWay} AND ($3 <> 'done' OR NOT EXISTS (
    SELECT FROM import_items WHERE tenant_id = $1 AND import_id = $2 AND state = 'queued'
  ) AND NOT EXISTS (
    SELECT FROM import_windows WHERE tenant_id = $1 AND import_id = $2 AND state = 'open'
  ))`
