import type { NewOrder, Order, OrderSourceName, OrderWriter, Stub } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import { orderColumns, parseOrderRow } from '../orders/order-row.ts'
import {
  parseVersionedOrder,
  readVersionedOrder,
  writeOrder,
  writeStub,
  type OrderWrite,
  type VersionedOrder,
} from '../orders/save-order.ts'
import type { Statement, WithTenant } from '../tenant-database/tenant-database.ts'
import { endSql, heldSql, leaseValues, type HeldLease } from './lease.ts'

/** What a writer throws when another import has taken the lease. Never leaves this package. */
export class LeaseLostError extends Error {
  constructor() {
    super('Another import has taken the lease of this order.')
    this.name = 'LeaseLostError'
  }
}

export interface LeasedWriter extends OrderWriter {
  /** True once an order was written: the same transaction gave the lease back. */
  readonly hasReleased: boolean
}

/** Writes that lose to another one, such as a legacy service's, before the writer gives up. */
const maxAttempts = 20

/**
 * Creates the writer of the lease's order. `stored` is the order as the holder read it, or null for one that is not
 * stored. A write is one statement: it locks the lease, writes the order if the row is still the one that was read,
 * and gives the lease back. If somebody else wrote the row meanwhile, the writer reads it and merges again. Once the
 * lease is lost, it throws LeaseLostError and writes nothing.
 */
export function createOrderWriter(
  withTenant: WithTenant,
  lease: HeldLease,
  stored: VersionedOrder | null,
): LeasedWriter {
  const { key } = lease
  const scope = withTenant(key.tenantId)
  let hasReleased = false

  /** Returns the written order, or null when another write came first. */
  async function attempt(write: OrderWrite, source: OrderSourceName): Promise<Order | null> {
    const { rows } = await scope.transaction((query) => query<StoredRecord>(writeStatement(lease, write, source)))
    const [row] = rows
    if (row?.['is_held'] !== true) throw new LeaseLostError()
    if (row['id'] === null) return null
    hasReleased = true
    return parseOrderRow(key.tenantId, row)
  }

  async function readAgain(): Promise<VersionedOrder | null> {
    const { rows } = await scope.query<StoredRecord>(readVersionedOrder(key))
    return rows[0] === undefined ? null : parseVersionedOrder(key.tenantId, rows[0])
  }

  async function save(order: NewOrder): Promise<Order> {
    let known = stored
    for (let attempts = 1; attempts <= maxAttempts; attempts += 1) {
      const written = await attempt(writeOrder(key, known, order), order.source)
      if (written !== null) return written
      const isNew = known === null
      known = await readAgain()
      if (isNew && known === null) throw new IdTakenError()
    }
    throw new Error('Other writers changed the order again and again.')
  }

  async function saveStub(stub: Stub): Promise<Order> {
    const written = await attempt(writeStub(key, stub), 'stub')
    if (written !== null) return written
    const known = await readAgain()
    if (known === null) throw new IdTakenError()
    return known.order
  }

  return {
    save,
    saveStub,
    get hasReleased() {
      return hasReleased
    },
  }
}

/** Also thrown for an order that was deleted between the two statements. */
class IdTakenError extends Error {
  constructor() {
    super('The order was neither inserted nor found: its id belongs to another row.')
    this.name = 'IdTakenError'
  }
}

/**
 * Nobody can take the lease before the statement ends: a holder that was suspended beyond its lease either finds it
 * lost here, or writes before the next holder reads the order.
 */
function writeStatement(lease: HeldLease, { name, sql, values }: OrderWrite, source: OrderSourceName): Statement {
  return {
    name,
    text: `
      WITH held AS (${heldSql} FOR UPDATE),
      written AS (${sql({ first: 6, returning: orderColumns })}),
      released AS (${endSql({ source: '$5', failureCode: 'NULL', retryAfterSeconds: 'NULL' })} AND EXISTS (SELECT FROM written))
      SELECT EXISTS (SELECT FROM held) AS is_held, written.* FROM (VALUES (1)) AS always LEFT JOIN written ON true`,
    values: [...leaseValues(lease), source, ...values],
  }
}
