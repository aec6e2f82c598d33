import type { Order, OrderKey, TenantId } from '@orderport/domain'
import { Prisma } from '../generated/client.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'
import type { StoredRecord } from './stored-value.ts'

/** The order of that channel and reference, locked until the transaction ends, or null. */
export async function lockOrder(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  key: OrderKey,
): Promise<Order | null> {
  const [row] = await transaction.$queryRaw<StoredRecord[]>`
    SELECT ${Prisma.raw(orderColumns)} FROM orders
    WHERE tenant_id = ${tenantId} AND external_order_id = ${key.externalOrderId} AND channel = ${key.channel}
    FOR UPDATE`
  return row === undefined ? null : parseOrderRow(tenantId, row)
}

/** The order that must be there by now. It is not when somebody deletes it meanwhile, or when the new id is taken. */
export async function lockStored(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  key: OrderKey,
): Promise<Order> {
  const order = await lockOrder(transaction, tenantId, key)
  if (order === null) throw new Error('The order was neither inserted nor found: its id belongs to another row.')
  return order
}
