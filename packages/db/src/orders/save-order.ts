import { isDeepStrictEqual } from 'node:util'
import {
  mergeOrder,
  type ChannelOrder,
  type MergedFacts,
  type NewOrder,
  type Order,
  type TenantId,
} from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { lockOrder, lockStored } from './lock-order.ts'
import { storableRecord } from './storable.ts'

export interface FetchedOrder extends NewOrder {
  readonly channel: string
  readonly fetched: ChannelOrder
}

/**
 * Merges a marketplace's answer into the stored order, or stores it anew. The row is locked, so of several answers
 * at once each merges into what the one before it left. Nothing is written, and `updatedAt` stays, when
 * the answer is older than what is stored, or when it is the same version (`sourceUpdatedAt`) and adds no fact.
 * Belongs in a transaction, which must be READ COMMITTED: after a lost race it reads the winner's row.
 */
export async function saveOrder(
  transaction: Prisma.TransactionClient,
  tenantId: TenantId,
  input: FetchedOrder,
): Promise<void> {
  const key = { channel: input.channel, externalOrderId: input.fetched.externalOrderId }
  const known = await lockOrder(transaction, tenantId, key)
  if (known === null && (await insertOrder(transaction, tenantId, input))) return
  const stored = known ?? (await lockStored(transaction, tenantId, key))
  const { facts, outdated } = mergeOrder(stored, input.fetched)
  if (outdated || addsNothing(stored, facts)) return
  await transaction.order.update({
    where: { id: stored.id, tenantId },
    data: { ...factColumns(facts), rawData: storableRecord(input.fetched.rawData), updatedAt: new Date(input.now) },
    select: { id: true },
  })
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
  return isDeepStrictEqual(factColumns(facts), factColumns(stored))
}
