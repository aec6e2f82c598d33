import type { TenantId } from '@orderport/domain'
import type { Transaction } from './administrator-connection.ts'

/** An operator's change of a tenant. */
interface Change {
  readonly tenantId: TenantId
  /** For example `key.create`. */
  readonly action: string
  /** The id of a key, a channel, or the hash of a member; never personal data. */
  readonly subject: string | null
}

/** Appends a change to the tenant's audit within the change's own transaction: both are stored, or neither. */
export type RecordChange = (transaction: Transaction, change: Change) => Promise<void>

/** Creates a recorder for one run of the operators' commands. */
export function createRecordChange(requestId: string): RecordChange {
  return async ({ prisma, now }, { tenantId, action, subject }) => {
    const event = { actor: 'operator', method: 'operator', action, subject, outcome: 'ok', requestId }
    await prisma.auditEvent.create({ data: { tenantId, at: now, ...event } })
  }
}
