import { hasEnded, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'
import { backfill } from './backfill.ts'
import { importItems } from './import-items.ts'
import { startSlice } from './slice.ts'

/** Runs one turn of an import, and says how it goes on. An import that has ended is left alone. */
export async function runImport(
  services: Services,
  tenantId: TenantId,
  importId: string,
  signal: AbortSignal,
): Promise<void> {
  const { imports, now } = services
  const bulkImport = await imports.begin(tenantId, importId, now().toISOString())
  if (bulkImport === null || hasEnded(bulkImport.state)) return
  const work = bulkImport.kind === 'backfill' ? backfill : importItems
  const progress = await work(services, tenantId, bulkImport, startSlice(services, signal))
  const at = now().toISOString()
  switch (progress.state) {
    case 'ended':
      return
    case 'continues':
      return imports.continueAt(tenantId, importId, { at: progress.at, error: progress.error }, at)
    case 'stopped':
      await imports.finish(tenantId, importId, { state: 'failed', error: progress.error }, at)
      return
    case 'complete':
      await imports.finish(tenantId, importId, { state: 'done', error: null }, at)
      return
  }
}
