import { DomainError, type AuditEvent, type AuditLog, type TenantId } from '@orderport/domain'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import { createGroupCommit } from './group-commit.ts'

/** An event, and the tenant under which it is recorded. */
interface TenantEvent {
  readonly tenantId: TenantId
  readonly event: AuditEvent
}

export interface AuditStore extends AuditLog {
  /** Resolves once no event is being recorded. */
  drained(): Promise<void>
}

/**
 * Creates the audit log, which only grows: the service may not even read it. Events that arrive while others are being
 * written are committed together, so a busy service pays one commit for many calls. Each call still waits for the
 * commit that holds its event.
 */
export function createAuditStore(together: TenantDatabase['together']): AuditStore {
  const { add, drained } = createGroupCommit<TenantEvent>({
    // By tenant, so that each is named once; a tenant's own events stay in their order.
    write: (events) => together(events.toSorted(byTenant).map(insertOf)),
    // A database that is away fails the next attempt too, and the callers have waited for it already.
    isWorthRetrying: (error) => !DomainError.is(error),
  })
  return { record: (tenantId, event) => add({ tenantId, event }), drained }
}

function byTenant(one: TenantEvent, other: TenantEvent): number {
  return one.tenantId < other.tenantId ? -1 : one.tenantId > other.tenantId ? 1 : 0
}

function insertOf({ tenantId, event }: TenantEvent) {
  const { actor, method, action, subject, outcome, requestId } = event
  const values = [tenantId, actor, method, action, subject, outcome, requestId]
  return { tenantId, statement: { name: 'audit_event_insert', text: insertSql, values } }
}

const insertSql = `
  INSERT INTO audit_event (tenant_id, actor, method, action, subject, outcome, request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
