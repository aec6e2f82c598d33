import type { Stub, TenantId } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { lockStored } from './lock-order.ts'

/**
 * Stores a stub unless the tenant has a row of that order; gives whether this call made one.
 * Belongs in a transaction, which must be READ COMMITTED: after a lost race it reads the winner's row.
 */
export async function saveStub(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  stub: Stub,
): Promise<boolean> {
  const { count } = await transaction.order.createMany({
    data: {
      id: stub.id,
      tenantId,
      channel: stub.channel,
      externalOrderId: stub.externalOrderId,
      ...factColumns(stub),
      createdAt: new Date(stub.importedAt),
      updatedAt: new Date(stub.updatedAt),
    },
    skipDuplicates: true,
  })
  if (count === 0) await lockStored(transaction, tenantId, stub)
  return count === 1
}
