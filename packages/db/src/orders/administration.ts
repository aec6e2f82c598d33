import type { Order, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { isUnstorable } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import { getStatement, parseFirstOrder } from './find-order.ts'

export interface OrderAdministration {
  /**
   * Returns the tenant's order with that id or external reference, and records in the audit that an operator read it.
   * Throws `not_found`.
   */
  show(tenantId: TenantId, idOrReference: string): Promise<Order>
}

export function createOrderAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): OrderAdministration {
  return {
    show: (tenantId, idOrReference) =>
      connection.change(tenantId, async (transaction) => {
        const { text, values } = getStatement(tenantId, idOrReference)
        const rows = isUnstorable(idOrReference)
          ? []
          : await transaction.prisma.$queryRawUnsafe<StoredRecord[]>(text, ...values)
        const order = parseFirstOrder(tenantId, rows)
        if (order === null) throw new AdministrationError('not_found', `${tenantId} has no such order.`)
        await record(transaction, { tenantId, action: 'order.show', subject: order.id })
        return order
      }),
  }
}
