import { DomainError, type BulkImport, type ImportWindow, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { WireImport } from './import-schema.ts'
import { toWireImport } from './to-wire-import.ts'

/** Returns what was found. Throws IMPORT_NOT_FOUND for null. */
export function foundImport(bulkImport: BulkImport | null): BulkImport {
  if (bulkImport === null) throw new DomainError('IMPORT_NOT_FOUND')
  return bulkImport
}

/** Returns an import as callers read it, with its estimated end. `read` are its windows, where they have been read. */
export async function describeImport(
  { imports, now }: Services,
  tenantId: TenantId,
  bulkImport: BulkImport,
  read?: readonly ImportWindow[],
): Promise<WireImport> {
  const needsWindows = bulkImport.kind === 'backfill' && bulkImport.state === 'running'
  const windows = needsWindows ? (read ?? (await imports.windows(tenantId, bulkImport.id))) : []
  return toWireImport(bulkImport, windows, now())
}

/** The subject of an audit entry: an import's id, and nothing else that a caller may type. */
export function auditedImport(id: string): string | null {
  return /^imp-[a-z0-9]{1,16}-[a-z0-9]{1,16}$/.test(id) ? id : null
}
