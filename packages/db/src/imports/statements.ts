import { DomainError, type BulkImport } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { Statement } from '../tenant-database/tenant-database.ts'
import { importColumns, parseImportRow } from './import-row.ts'

/** The states in which an import may still go on by itself. */
export const underWay = `state IN ('queued', 'running', 'waiting')`

/** Selects the import's row. In the statements of this folder `$1` is the tenant and `$2` the import. */
export const thisImport = 'tenant_id = $1 AND id = $2'

/** Every change of an import begins with this: it locks its row, then changes its windows and items. */
export function lockImport(tenantId: string, id: string): Statement {
  const text = `SELECT ${importColumns} FROM imports WHERE ${thisImport} FOR UPDATE`
  return { name: 'imports_lock', text, values: [tenantId, id] }
}

export function readImport(tenantId: string, id: string): Statement {
  const text = `SELECT ${importColumns} FROM imports WHERE ${thisImport}`
  return { name: 'imports_read', text, values: [tenantId, id] }
}

/** Returns the import in the rows of `lockImport` or `readImport`; null if there is none. */
export function foundImport(rows: readonly StoredRecord[] | undefined): BulkImport | null {
  return rows?.[0] === undefined ? null : parseImportRow(rows[0])
}

/** Returns it too. Throws `INTERNAL` if there is none. */
export function requireImport(rows: readonly StoredRecord[] | undefined): BulkImport {
  const found = foundImport(rows)
  if (found === null) throw new DomainError('INTERNAL', { detail: 'The import is gone.' })
  return found
}
