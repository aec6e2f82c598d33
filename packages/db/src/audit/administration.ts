import type { AuditEvent, Instant, TenantId } from '@orderport/domain'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import { isoInstant } from '../columns/stored-value.ts'

interface AuditRecord extends AuditEvent {
  readonly tenantId: TenantId
  readonly at: Instant
}

interface AuditQuery {
  readonly tenantId: TenantId
  /** Only events at or after this moment; null for all. */
  readonly since: Instant | null
  readonly limit: number
}

export interface AuditAdministration {
  /** Returns a tenant's audit, newest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>
}

export function createAuditAdministration(connection: AdministratorConnection): AuditAdministration {
  return {
    list: ({ tenantId, since, limit }) =>
      connection.read(tenantId, async ({ query }) => {
        const { rows } = await query<AuditRecord>({ text: listSql, values: [tenantId, since, limit] })
        return rows
      }),
  }
}

const listSql = `
  SELECT tenant_id AS "tenantId", ${isoInstant('at')} AS at, actor, method, action, subject, outcome,
    request_id AS "requestId"
  FROM audit_event WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR audit_event.at >= $2)
  ORDER BY audit_event.at DESC, id DESC LIMIT $3`
