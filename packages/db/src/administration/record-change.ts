import type { TenantId } from '@orderport/domain'
import { auditInsert } from '../audit/audit-insert.ts'
import type { Transaction } from './administrator-connection.ts'

/** What an operator did to a tenant. */
interface Change {
  readonly tenantId: TenantId
  /** Such as `key.create`. */
  readonly action: string
  /** A key's id, a channel, a member's hash; never a person's data. */
  readonly subject: string | null
}

/** Appends to the record of the tenant that the transaction has entered: the change and its trace are stored together, or neither. */
export type RecordChange = (transaction: Transaction, change: Change) => Promise<void>

/** Records changes under the id of one run of the operators' commands. */
export function createRecordChange(requestId: string): RecordChange {
  return async (transaction, { tenantId, action, subject }) => {
    const event = { actor: 'operator', method: 'operator', action, subject, outcome: 'ok', requestId }
    await transaction.query(auditInsert(tenantId, event))
  }
}
