import type { AuditLog } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import { auditInsert } from './audit-insert.ts'

/** The record of who did what: rows are added, and the service may not even read them. */
export function createAuditStore(withTenant: WithTenant): AuditLog {
  return {
    async record(tenantId, event) {
      await withTenant(tenantId).query({ name: 'audit_event_insert', ...auditInsert(tenantId, event) })
    },
  }
}
