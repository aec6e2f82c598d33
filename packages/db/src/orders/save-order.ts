import { isDeepStrictEqual } from 'node:util'
import {
  mergeOrder,
  type ChannelOrder,
  type MergedFacts,
  type NewOrder,
  type Order,
  type OrderKey,
  type TenantId,
} from '@orderport/domain'
import { Prisma } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'
import { refuseUnstorableKey, storableRecord } from './storable.ts'
import type { StoredRecord } from './stored-value.ts'

export interface FetchedOrder extends NewOrder {
  readonly channel: string
  readonly fetched: ChannelOrder
}

/**
 * Merges a marketplace's answer into the stored order, or stores it anew; gives what is then stored. The row is locked, so
 * of several answers at once each merges into what the one before it left. Nothing is written, and `updatedAt` stays, when
 * the answer is older than what is stored, or when it is the same version (`sourceUpdatedAt`) and adds no fact.
 * Belongs in a transaction, which must be READ COMMITTED: after a lost race it reads the winner's row.
 */
export async function saveOrder(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  input: FetchedOrder,
): Promise<Order> {
  const key = { channel: input.channel, externalOrderId: input.fetched.externalOrderId }
  refuseUnstorableKey(key)
  const known = await lockOrder(transaction, tenantId, key)
  if (known === null && (await insertOrder(transaction, tenantId, input))) return lockStored(transaction, tenantId, key)
  const stored = known ?? (await lockStored(transaction, tenantId, key))
  const { facts, outdated } = mergeOrder(stored, input.fetched)
  if (outdated || addsNothing(stored, facts)) return stored
  await transaction.order.update({
    where: { id: stored.id, tenantId },
    data: { ...factColumns(facts), rawData: storableRecord(input.fetched.rawData), updatedAt: new Date(input.now) },
    select: { id: true },
  })
  return lockStored(transaction, tenantId, key)
}

async function lockOrder(
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
async function lockStored(transaction: Prisma.TransactionClient, tenantId: TenantId, key: OrderKey): Promise<Order> {
  const order = await lockOrder(transaction, tenantId, key)
  if (order === null) throw new Error('The order was neither inserted nor found: its id belongs to another row.')
  return order
}

/** False if another transaction stored the order first; the insert waits for its outcome. */
async function insertOrder(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  { id, now, channel, fetched }: FetchedOrder,
): Promise<boolean> {
  const { facts } = mergeOrder(null, fetched)
  const moment = new Date(now)
  const { count } = await transaction.order.createMany({
    data: {
      id,
      tenantId,
      channel,
      externalOrderId: fetched.externalOrderId,
      ...factColumns(facts),
      rawData: storableRecord(fetched.rawData),
      createdAt: moment,
      updatedAt: moment,
    },
    skipDuplicates: true,
  })
  return count === 1
}

/** True for the version that is already stored, with no fact more. Without a version nobody can tell: it is stored. */
function addsNothing(stored: Order, facts: MergedFacts['facts']): boolean {
  if (stored.orderSource === 'stub' || facts.sourceUpdatedAt === null) return false
  return isDeepStrictEqual(comparable(facts), comparable({ ...stored }))
}

/** The facts as they would be read back: without what no column holds, and amounts without trailing zeros. */
function comparable(facts: MergedFacts['facts']) {
  return { ...factColumns(facts), totalAmount: facts.totalAmount === null ? null : Number(facts.totalAmount) }
}
