import type { BulkImport, NewImport, TenantId } from '@orderport/domain'
import { refuseUnstorableKey } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import { enqueueJob } from '../jobs/background-jobs.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { deleteOldItems } from './delete-old-items.ts'
import { importColumns } from './import-row.ts'
import { requireImport } from './statements.ts'

/** Stores the import, its items and its first job: all of them, or nothing. A reference that comes twice is one item. */
export async function createImport(
  withTenant: WithTenant,
  tenantId: TenantId,
  newImport: NewImport,
): Promise<BulkImport> {
  const { id, channel, kind, requestedBy, since, until, now } = newImport
  const references = [...new Set(newImport.references)]
  for (const externalOrderId of references) refuseUnstorableKey({ channel, externalOrderId })
  const total = kind === 'references' ? references.length : null
  const values = [tenantId, id, channel, kind, requestedBy, since, until, total, now]
  return await withTenant(tenantId).transaction(async (query) => {
    const [inserted] = await Promise.all([
      query<StoredRecord>({ name: 'imports_insert', text: insertImport, values }),
      query({ name: 'import_items_insert', text: insertItems, values: [tenantId, id, references] }),
      query(deleteOldItems(tenantId, now)),
    ])
    await enqueueJob(query, { kind: 'import', tenantId, importId: id })
    return requireImport(inserted.rows)
  })
}

const insertImport = `
  INSERT INTO imports (tenant_id, id, channel, kind, requested_by, since, until, total, created_at, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued') RETURNING ${importColumns}`

const insertItems = `
  INSERT INTO import_items (tenant_id, import_id, external_order_id, state)
  SELECT $1, $2, reference, 'queued' FROM unnest($3::text[]) AS reference`
