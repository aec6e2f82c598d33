import type { ImportStore } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { createImport } from './create-import.ts'
import { createProgress } from './progress.ts'
import { dueItems, getImport, listImports, listItems, listWindows } from './read-imports.ts'
import { savePage } from './save-page.ts'
import { cancelImport, retryFailed } from './stop-and-retry.ts'
import { openWindow, restartWindow } from './windows.ts'

/** Creates the store of imports. Whatever changes one locks its row first, so its counts are exact. */
export function createImportStore(withTenant: WithTenant): ImportStore {
  return {
    ...createProgress(withTenant),
    create: (tenantId, newImport) => createImport(withTenant, tenantId, newImport),
    get: (tenantId, id) => getImport(withTenant(tenantId), tenantId, id),
    list: (tenantId, page) => listImports(withTenant(tenantId), tenantId, page),
    items: (tenantId, id, page) => listItems(withTenant(tenantId), tenantId, id, page),
    windows: (tenantId, id) => listWindows(withTenant(tenantId), tenantId, id),
    cancel: (tenantId, id, now) => cancelImport(withTenant(tenantId), tenantId, id, now),
    retryFailed: (tenantId, id) => retryFailed(withTenant(tenantId), tenantId, id),
    dueItems: (tenantId, id, now, limit) => dueItems(withTenant(tenantId), tenantId, id, { now, limit }),
    openWindow: (tenantId, id, range) => openWindow(withTenant(tenantId), tenantId, id, range),
    savePage: (tenantId, id, page) => savePage(withTenant(tenantId), tenantId, id, page),
    restartWindow: (tenantId, id, windowNumber) => restartWindow(withTenant(tenantId), tenantId, id, windowNumber),
  }
}
