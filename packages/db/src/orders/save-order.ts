import { isDeepStrictEqual } from 'node:util'
import {
  mergeOrder,
  type Instant,
  type NewOrder,
  type Order,
  type OrderKey,
  type Stub,
  type TenantId,
} from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { Prisma } from '../generated/client.ts'
import { factColumns } from './fact-columns.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'
import type { Statement } from '../tenant-database/tenant-database.ts'

/** The order that a call writes: one row. */
export interface OrderRowKey extends OrderKey {
  readonly tenantId: TenantId
}

/** An order as a statement read it. */
export interface VersionedOrder {
  readonly order: Order
  /** Changes with each write of the row, whoever writes it. */
  readonly version: string
}

/** How a write fits into its statement. */
interface OrderWriteForm {
  /** The number of the first parameter of `OrderWrite.values`. */
  readonly first: number
  /** The columns that it returns. */
  readonly returning: string
}

/**
 * A write of one order, as a part of a statement whose `held` has a row while the write is allowed. It returns no row
 * if it wrote nothing: another write came first, or the id belongs to another row.
 */
export interface OrderWrite {
  /** Names the prepared statement. */
  readonly name: string
  /** False if only the time of the check changes: every fact is stored already. */
  readonly writesFacts: boolean
  /** Returns the SQL. `$1` is the tenant. */
  readonly sql: (form: OrderWriteForm) => string
  /** The columns as a JSON object; for an existing row, also its id and its version. */
  readonly values: readonly string[]
}

/** `xmin` is the transaction that wrote the row. On a partitioned table it can be selected, but not returned. */
export const versionedColumns = `${orderColumns}, orders.xmin::text AS version`

/** Returns the statement that reads the order of the key, for `parseVersionedOrder`. */
export function readVersionedOrder({ tenantId, externalOrderId, channel }: OrderRowKey): Statement {
  return {
    name: 'orders_find_version',
    text: `SELECT ${versionedColumns} FROM orders WHERE tenant_id = $1 AND external_order_id = $2 AND channel = $3`,
    values: [tenantId, externalOrderId, channel],
  }
}

/** Parses a row of `versionedColumns`. */
export function parseVersionedOrder(tenantId: TenantId, row: StoredRecord): VersionedOrder {
  return { order: parseOrderRow(tenantId, row), version: String(row['version']) }
}

/**
 * Returns the write that merges a marketplace's answer into the stored order, or stores it as a new one. No fact is
 * written, and `updatedAt` stays, when the answer is older than what is stored, or is the same version
 * (`sourceUpdatedAt`) and adds no fact; but `checkedAt` moves, and the search's tracking codes are those of the facts:
 * a replica of an older version doesn't write them.
 */
export function writeOrder(key: OrderRowKey, stored: VersionedOrder | null, newOrder: NewOrder): OrderWrite {
  const { id, now, fetched } = newOrder
  refuseOtherOrder(key, fetched)
  const merged = mergeOrder(stored?.order ?? null, fetched)
  const facts = factColumns(merged.facts)
  if (stored !== null && (merged.outdated || addsNothing(stored.order, facts))) {
    const check = updateWrite('orders_check', stored, { checkedAt: now, trackingCodes: facts.trackingCodes })
    return { ...check, writesFacts: false }
  }
  const checked = { ...facts, rawData: storableRecord(fetched.rawData), checkedAt: now, updatedAt: now }
  return stored === null ? insertWrite(key, id, now, checked) : updateWrite('orders_merge', stored, checked)
}

/** Returns the write that stores a stub, unless the order is stored already. */
export function writeStub(key: OrderRowKey, stub: Stub): OrderWrite {
  refuseOtherOrder(key, stub)
  const { id, importedAt, updatedAt } = stub
  return insertWrite(key, id, importedAt, { ...factColumns(stub), rawData: null, checkedAt: null, updatedAt })
}

/** Values by the field of Prisma's model, as JSON. */
type Columns = Readonly<Partial<Record<keyof Prisma.OrderUncheckedCreateInput, unknown>>>

function insertWrite(key: OrderRowKey, id: string, createdAt: Instant | null, columns: Columns): OrderWrite {
  const { tenantId, externalOrderId, channel } = key
  const row = rowOf({ id, tenantId, externalOrderId, channel, createdAt, ...columns })
  const names = Object.keys(row).join(', ')
  return {
    name: 'orders_insert',
    writesFacts: true,
    sql: ({ first, returning }) => `
      INSERT INTO orders (${names}) SELECT ${names} FROM held, json_populate_record(NULL::orders, $${first}::json)
      ON CONFLICT DO NOTHING RETURNING ${returning}`,
    values: [JSON.stringify(row)],
  }
}

function updateWrite(name: string, { order, version }: VersionedOrder, columns: Columns): OrderWrite {
  const row = rowOf(columns)
  const assignments = Object.keys(row).map((column) => `${column} = merged.${column}`)
  return {
    name,
    writesFacts: true,
    sql: ({ first, returning }) => `
      UPDATE orders SET ${assignments.join(', ')} FROM held, json_populate_record(NULL::orders, $${first}::json) AS merged
      WHERE orders.tenant_id = $1 AND orders.id = $${first + 1} AND orders.xmin = $${first + 2}::xid RETURNING ${returning}`,
    values: [JSON.stringify(row), order.id, version],
  }
}

/** Returns the values by column: a column is named as its field, in snake case. */
function rowOf(columns: Columns): StoredRecord {
  return Object.fromEntries(Object.entries(columns).map(([field, value]) => [columnOf(field), value]))
}

function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function refuseOtherOrder(key: OrderRowKey, order: { readonly externalOrderId: string }): void {
  if (order.externalOrderId !== key.externalOrderId) throw new Error('This writer holds the lease of another order.')
}

/** True if the stored version is written again without a new fact. Without a version, nobody can tell. */
function addsNothing(stored: Order, facts: ReturnType<typeof factColumns>): boolean {
  if (stored.orderSource === 'stub' || facts.sourceUpdatedAt === null) return false
  return isDeepStrictEqual(facts, factColumns(stored))
}
