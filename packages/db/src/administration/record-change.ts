import type { TenantId } from '@orderport/domain'
import type { Transaction } from './administrator-connection.ts'

/** What an operator did for a tenant. */
interface Change {
  readonly tenantId: TenantId
  /** For example `key.create`. */
  readonly action: string
  /** The id of a key or an order, a channel, or the hash of a member; never personal data. */
  readonly subject: string | null
}

/**
 * Appends changes to the audit of the tenant that the transaction has entered, within the changes' own transaction: all
 * of it is stored, or nothing.
 */
export type RecordChange = (transaction: Transaction, ...changes: readonly Change[]) => Promise<void>

/** Creates a recorder for one run of the operators' commands. */
export function createRecordChange(requestId: string): RecordChange {
  return async ({ prisma, now }, ...changes) => {
    const events = changes.map(({ tenantId, action, subject }) => ({
      tenantId,
      at: now,
      actor: 'operator',
      method: 'operator',
      action,
      subject,
      outcome: 'ok',
      requestId,
    }))
    await prisma.auditEvent.createMany({ data: events })
  }
}
