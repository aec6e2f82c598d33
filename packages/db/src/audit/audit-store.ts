import type { AuditLog } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'

/** The record of who did what: rows are added, and the service may not even read them. */
export function createAuditStore(withTenant: WithTenant): AuditLog {
  return {
    async record(tenantId, { actor, method, action, subject, outcome, requestId }) {
      await withTenant(tenantId).query({
        name: 'audit_event_insert',
        text: `
          INSERT INTO audit_event (tenant_id, actor, method, action, subject, outcome, request_id)
          VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        values: [tenantId, actor, method, action, subject, outcome, requestId],
      })
    },
  }
}
