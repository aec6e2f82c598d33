import type { AuditEvent, Instant, TenantId } from '@orderport/domain'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { AuditEvent as StoredEvent } from '../generated/client.ts'

interface AuditRecord extends AuditEvent {
  readonly tenantId: string
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
      connection.read(tenantId, async ({ prisma }) => {
        const events = await prisma.auditEvent.findMany({
          where: { tenantId, ...(since === null ? {} : { at: { gte: since } }) },
          omit: { id: true },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
          take: limit,
        })
        return events.map((event) => toRecord(event))
      }),
  }
}

function toRecord(stored: Omit<StoredEvent, 'id'>): AuditRecord {
  const { tenantId, at, actor, method, action, subject, outcome, requestId } = stored
  return { tenantId, at: at.toISOString(), actor, method, action, subject, outcome, requestId }
}
