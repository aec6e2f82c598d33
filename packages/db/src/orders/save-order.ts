import { isDeepStrictEqual } from 'node:util'
import { mergeOrder, type NewOrder, type Order, type OrderKey, type Stub, type TenantId } from '@orderport/domain'
import { Prisma } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'
import { storableRecord } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'

/** The order that a call writes: one row. */
export interface OrderRowKey extends OrderKey {
  readonly tenantId: TenantId
}

type Transaction = Prisma.TransactionClient
type FactColumns = ReturnType<typeof factColumns>

/**
 * Merges a marketplace's answer into the stored order, or stores it as a new one. Returns the order as `find` reads it.
 * The row is locked, so simultaneous answers merge one after another. Nothing is written, and `updatedAt` stays, when
 * the answer is older than what is stored, or is the same version (`sourceUpdatedAt`) and adds no fact; but `checkedAt`
 * moves, and the search's tracking codes are those of the facts: a replica of an older version doesn't write them.
 * Needs a READ COMMITTED transaction: after a lost race it reads the winner's row.
 */
export async function saveOrder(transaction: Transaction, key: OrderRowKey, order: NewOrder): Promise<Order> {
  const { id, now, fetched } = order
  refuseOtherOrder(key, fetched)
  const rawData = storableRecord(fetched.rawData)
  const moment = new Date(now)
  const found = await lockOrder(transaction, key)
  if (found === null) {
    const facts = factColumns(mergeOrder(null, fetched).facts)
    const row = { id, facts, rawData, checkedAt: moment, createdAt: moment, updatedAt: moment }
    if (await insertOrder(transaction, key, row)) return orderAsRead(key, row, await findReplacement(transaction, key))
  }
  const stored = found ?? (await lockExistingOrder(transaction, key))
  const merged = mergeOrder(stored, fetched)
  const facts = factColumns(merged.facts)
  if (merged.outdated || addsNothing(stored, facts)) {
    await transaction.order.update({
      where: { tenantId_id: { tenantId: key.tenantId, id: stored.id } },
      data: { checkedAt: moment, trackingCodes: facts.trackingCodes },
      select: { id: true },
    })
    return { ...stored, checkedAt: now }
  }
  await transaction.order.update({
    where: { tenantId_id: { tenantId: key.tenantId, id: stored.id } },
    data: { ...facts, rawData, checkedAt: moment, updatedAt: moment },
    select: { id: true },
  })
  const row = { id: stored.id, facts, rawData, checkedAt: moment, createdAt: stored.importedAt, updatedAt: moment }
  return orderAsRead(key, row, stored.replacedBy)
}

/**
 * Stores a stub unless the order is stored already. Returns the order as `find` reads it: the stub, or the other one.
 * Needs a READ COMMITTED transaction: after a lost race it reads the winner's row.
 */
export async function saveStub(transaction: Transaction, key: OrderRowKey, stub: Stub): Promise<Order> {
  refuseOtherOrder(key, stub)
  const createdAt = new Date(stub.importedAt)
  const row = { id: stub.id, facts: factColumns(stub), createdAt, updatedAt: new Date(stub.updatedAt) }
  if (!(await insertOrder(transaction, key, row))) return lockExistingOrder(transaction, key)
  return orderAsRead(key, row, await findReplacement(transaction, key))
}

interface OrderRow {
  readonly id: string
  readonly facts: FactColumns
  /** The marketplace's answer; a stub has none. */
  readonly rawData?: Prisma.InputJsonObject
  /** A stub was never checked. */
  readonly checkedAt?: Date
  readonly createdAt: Date | string | null
  readonly updatedAt: Date
}

/** Returns false if another transaction stored the order first; the insert waits for its outcome. */
async function insertOrder(transaction: Transaction, key: OrderRowKey, { facts, ...row }: OrderRow): Promise<boolean> {
  const { tenantId, channel, externalOrderId } = key
  const { count } = await transaction.order.createMany({
    data: { tenantId, channel, externalOrderId, ...facts, ...row },
    skipDuplicates: true,
  })
  return count === 1
}

/** Returns the reference of the tenant's order that replaces this one, or null. */
async function findReplacement(transaction: Transaction, { tenantId, externalOrderId }: OrderRowKey) {
  const replacing = await transaction.order.findFirst({
    where: { tenantId, replaces: externalOrderId },
    orderBy: { externalOrderId: 'asc' },
    select: { externalOrderId: true },
  })
  return replacing?.externalOrderId ?? null
}

/** Returns the order of that key, locked until the transaction ends, or null. */
async function lockOrder(transaction: Transaction, key: OrderRowKey): Promise<Order | null> {
  const { tenantId, externalOrderId, channel } = key
  const [row] = await transaction.$queryRaw<StoredRecord[]>`
    SELECT ${Prisma.raw(orderColumns)} FROM orders
    WHERE tenant_id = ${tenantId} AND external_order_id = ${externalOrderId} AND channel = ${channel}
    FOR UPDATE`
  return row === undefined ? null : parseOrderRow(tenantId, row)
}

/** Throws when there is no row: it was deleted meanwhile, or the new order's id belongs to another row. */
async function lockExistingOrder(transaction: Transaction, key: OrderRowKey): Promise<Order> {
  const order = await lockOrder(transaction, key)
  if (order === null) throw new Error('The order was neither inserted nor found: its id belongs to another row.')
  return order
}

function refuseOtherOrder(key: OrderRowKey, order: { readonly externalOrderId: string }): void {
  if (order.externalOrderId !== key.externalOrderId) throw new Error('This writer holds the lease of another order.')
}

/** True if the stored version is written again without a new fact. Without a version, nobody can tell. */
function addsNothing(stored: Order, facts: FactColumns): boolean {
  if (stored.orderSource === 'stub' || facts.sourceUpdatedAt === null) return false
  return isDeepStrictEqual(facts, factColumns(stored))
}

/** Returns the order that a later read gets from the written row. Columns are named as their fields, in snake case. */
function orderAsRead(key: OrderRowKey, { facts, rawData, ...row }: OrderRow, replacedBy: string | null): Order {
  const fields = Object.entries({ ...facts, ...row }).map(([field, value]) => [columnOf(field), asRead(value)])
  return parseOrderRow(key.tenantId, {
    ...Object.fromEntries(fields),
    channel: key.channel,
    external_order_id: key.externalOrderId,
    has_raw_data: rawData !== undefined,
    replaced_by: replacedBy,
  })
}

function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function asRead(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return value === Prisma.DbNull ? null : value
}
