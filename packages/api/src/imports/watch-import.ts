import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, type BulkImport, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'
import { foundImport } from './find-import.ts'

/** How often an import that is watched is read, in milliseconds. */
const readEveryMs = 500

/**
 * Yields an import as it is now and after each change, until it has ended; nothing that is not newer than `after`, the
 * version that the watcher has seen. Changes that follow each other within half a second are one. Ends early when
 * `signal` aborts. Throws IMPORT_NOT_FOUND.
 */
export async function* watchImport(
  { imports }: Services,
  tenantId: TenantId,
  { id, after, signal }: { readonly id: string; readonly after: number; readonly signal: AbortSignal },
): AsyncGenerator<BulkImport, void, undefined> {
  let seen = after
  while (!signal.aborted) {
    const bulkImport = foundImport(await imports.get(tenantId, id))
    if (bulkImport.version > seen) yield bulkImport
    seen = Math.max(seen, bulkImport.version)
    if (hasEnded(bulkImport.state)) return
    await sleep(readEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
