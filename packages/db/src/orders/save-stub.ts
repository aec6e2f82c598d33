import type { Order, Stub, TenantId } from '@orderport/domain'
import type { Pool } from 'pg'
import type { PrismaClient } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { findOrder } from './find-order.ts'
import { refuseUnstorableKey } from './storable.ts'

/** Stores a stub unless the tenant has a row of that order; gives the row that is there, and whether this call made it. */
export async function saveStub(
  { pool, prisma }: { readonly pool: Pool; readonly prisma: PrismaClient },
  tenantId: TenantId,
  stub: Stub,
): Promise<{ readonly order: Order; readonly created: boolean }> {
  refuseUnstorableKey(stub)
  const { count } = await prisma.order.createMany({
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
  const order = await findOrder(pool, tenantId, stub)
  if (order === null) throw new Error('The stub was neither inserted nor found: its id belongs to another row.')
  return { order, created: count === 1 }
}
