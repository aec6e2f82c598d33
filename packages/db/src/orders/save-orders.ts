import type { NewOrder, TenantId } from '@orderport/domain'
import { refuseUnstorableKey } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { Query } from '../tenant-database/tenant-database.ts'
import {
  parseVersionedOrder,
  versionedColumns,
  writeOrder,
  type OrderWrite,
  type VersionedOrder,
} from './save-order.ts'

/** `stored`: facts were written; `unchanged`: the row has them already. */
export type SavedState = 'stored' | 'unchanged'

interface SaveOrdersOptions {
  readonly tenantId: TenantId
  readonly channel: string
}

/** How often the rows that others inserted meanwhile are read again. */
const mostRounds = 20

/**
 * Merges marketplace answers into the stored orders, or stores them as new ones, within the transaction of `query`.
 * Rows are locked and written in the order of their references, so that two transactions with the same orders wait for
 * each other instead of meeting in a deadlock. Returns what became of each order, by its reference.
 */
export async function saveOrders(
  query: Query,
  { tenantId, channel }: SaveOrdersOptions,
  orders: readonly NewOrder[],
): Promise<ReadonlyMap<string, SavedState>> {
  const saved = new Map<string, SavedState>()
  let left = orders.toSorted(byReference)
  for (let round = 1; left.length > 0; round += 1) {
    if (round > mostRounds) throw new Error('Other writers changed the orders again and again.')
    const seen = new Set<string>()
    const now: NewOrder[] = []
    const later: NewOrder[] = []
    for (const order of left) {
      const { externalOrderId } = order.fetched
      ;(seen.has(externalOrderId) ? later : now).push(order)
      seen.add(externalOrderId)
    }
    const stored = await lockOrders(query, { tenantId, channel }, [...seen])
    const written = await Promise.all(
      now.map(async (order) => {
        const { externalOrderId } = order.fetched
        const key = { tenantId, channel, externalOrderId }
        refuseUnstorableKey(key)
        const write = writeOrder(key, stored.get(externalOrderId) ?? null, order)
        const { rowCount } = await query(pageStatement(tenantId, write))
        if (rowCount === 1 && saved.get(externalOrderId) !== 'stored') saved.set(externalOrderId, stateOf(write))
        return rowCount === 1
      }),
    )
    left = [...now.filter((_, index) => written[index] !== true), ...later].toSorted(byReference)
  }
  return saved
}

function byReference(one: NewOrder, other: NewOrder): number {
  if (one.fetched.externalOrderId === other.fetched.externalOrderId) return 0
  return one.fetched.externalOrderId < other.fetched.externalOrderId ? -1 : 1
}

function stateOf({ writesFacts }: OrderWrite): SavedState {
  return writesFacts ? 'stored' : 'unchanged'
}

async function lockOrders(
  query: Query,
  { tenantId, channel }: SaveOrdersOptions,
  references: readonly string[],
): Promise<ReadonlyMap<string, VersionedOrder>> {
  const { rows } = await query<StoredRecord>({
    name: 'orders_lock',
    text: lockSql,
    values: [tenantId, references, channel],
  })
  const orders = rows.map((row) => parseVersionedOrder(tenantId, row))
  return new Map(orders.map((found) => [found.order.externalOrderId, found]))
}

const lockSql = `
  SELECT ${versionedColumns} FROM orders
  WHERE tenant_id = $1 AND external_order_id = ANY ($2::text[]) AND channel = $3
  ORDER BY external_order_id COLLATE "C" FOR UPDATE OF orders`

function pageStatement(tenantId: TenantId, { name, sql, values }: OrderWrite) {
  const text = `WITH held AS (SELECT WHERE $1::text <> '') ${sql({ first: 2, returning: 'orders.id' })}`
  return { name: `${name}_of_page`, text, values: [tenantId, ...values] }
}
