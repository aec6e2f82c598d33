import type { AuditEvent, AuditLog, TenantId } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'

/** Creates the audit log, which only grows: the service may not even read it. */
export function createAuditStore(withTenant: WithTenant): AuditLog {
  return {
    async record(tenantId, event) {
      await withTenant(tenantId).query({ name: 'audit_event_insert', ...auditInsert(tenantId, event) })
    },
  }
}

/** Returns the statement that appends an event to the tenant's audit. */
export function auditInsert(tenantId: TenantId, event: AuditEvent): { text: string; values: unknown[] } {
  const { actor, method, action, subject, outcome, requestId } = event
  return { text: insertSql, values: [tenantId, actor, method, action, subject, outcome, requestId] }
}

const insertSql = `
  INSERT INTO audit_event (tenant_id, actor, method, action, subject, outcome, request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
