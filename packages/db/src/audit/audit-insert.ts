import type { AuditEvent, TenantId } from '@orderport/domain'

const text = `
  INSERT INTO audit_event (tenant_id, actor, method, action, subject, outcome, request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`

/** The statement that appends an event to the tenant's record. */
export function auditInsert(tenantId: TenantId, event: AuditEvent): { text: string; values: unknown[] } {
  const { actor, method, action, subject, outcome, requestId } = event
  return { text, values: [tenantId, actor, method, action, subject, outcome, requestId] }
}
