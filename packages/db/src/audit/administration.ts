import type { AuditEvent, Instant, TenantId } from '@orderport/domain'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import type { AuditEvent as StoredEvent } from '../generated/client.ts'

interface AuditRecord extends AuditEvent {
  readonly tenantId: string
  readonly at: Instant
}

/** Which events to list; what is absent leaves nothing out. */
interface AuditQuery {
  /** Null: every tenant's. */
  readonly tenantId: TenantId | null
  /** As the audit names a caller, such as `user:…`, `key:…` or `operator`. */
  readonly actor?: string | undefined
  /** Such as `orders.import`. */
  readonly action?: string | undefined
  /** The id or the reference of an order, which finds the events of both; or another subject. */
  readonly subject?: string | undefined
  readonly requestId?: string | undefined
  /** At or after this moment. */
  readonly since?: Instant | undefined
  /** Before this moment. */
  readonly until?: Instant | undefined
  readonly limit: number
}

export interface AuditAdministration {
  /** Returns the audit of one tenant or of all, newest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>
}

export function createAuditAdministration(connection: AdministratorConnection): AuditAdministration {
  return {
    list: ({ tenantId, actor, action, subject, requestId, since, until, limit }) =>
      connection.read(tenantId, async (transaction) => {
        const events = await transaction.prisma.auditEvent.findMany({
          where: {
            ...given({ tenantId: tenantId ?? undefined, actor, action, requestId }),
            ...(subject === undefined ? {} : { OR: await subjectsOf(transaction, tenantId, subject) }),
            at: given({ gte: since, lt: until }),
          },
          omit: { id: true },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
          take: limit,
        })
        return events.map((event) => toRecord(event))
      }),
  }
}

/** Returns the conditions that are not absent. */
function given(conditions: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(conditions).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

interface SubjectOfTenant {
  readonly tenantId?: string
  readonly subject: string | { readonly in: string[] }
}

/** An import is recorded under an order's reference, a read under its id: returns both for either of them. */
async function subjectsOf(
  { prisma }: Transaction,
  tenantId: TenantId | null,
  subject: string,
): Promise<SubjectOfTenant[]> {
  const orders = await prisma.order.findMany({
    where: { ...given({ tenantId: tenantId ?? undefined }), OR: [{ id: subject }, { externalOrderId: subject }] },
    select: { tenantId: true, id: true, externalOrderId: true },
  })
  const ofOrders = orders.map(({ tenantId, id, externalOrderId }) => ({
    tenantId,
    subject: { in: [id, externalOrderId] },
  }))
  return [{ subject }, ...ofOrders]
}

function toRecord(stored: Omit<StoredEvent, 'id'>): AuditRecord {
  const { tenantId, at, actor, method, action, subject, outcome, requestId } = stored
  return { tenantId, at: at.toISOString(), actor, method, action, subject, outcome, requestId }
}
