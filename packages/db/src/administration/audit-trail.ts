import type { AuditEvent, Instant, TenantId } from '@orderport/domain'
import type { AdministratorConnection } from './administrator-connection.ts'
import { isoInstant } from '../iso-instant.ts'

interface AuditRecord extends AuditEvent {
  readonly tenantId: TenantId
  readonly at: Instant
}

interface AuditQuestion {
  readonly tenantId: TenantId
  /** From this moment on; null: from the beginning. */
  readonly since: Instant | null
  readonly limit: number
}

export interface AuditTrail {
  /** What happened to the tenant, newest first. */
  list(question: AuditQuestion): Promise<readonly AuditRecord[]>
}

export function createAuditTrail(connection: AdministratorConnection): AuditTrail {
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
