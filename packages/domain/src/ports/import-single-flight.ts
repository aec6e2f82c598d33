import type { Deadline } from '../deadline.ts'
import type { ChannelOrder, Instant, Order, OrderKey, OrderSourceName } from '../order.ts'
import type { Stub } from '../stub.ts'
import type { TenantId } from '../tenant-id.ts'
import type { StoredConnection } from './connection-store.ts'

/** Which order is imported, and how. */
export interface ImportKey extends OrderKey {
  readonly tenantId: TenantId
  /** True for an import that must ask the marketplace, whatever is stored. */
  readonly refresh: boolean
}

/** An imported order, and where this answer comes from. */
export interface ImportResult {
  /** The order as it is stored. */
  readonly order: Order
  /** `cache`: the order was stored before; this import wrote nothing. */
  readonly source: OrderSourceName | 'cache'
}

/** A marketplace's answer, to be merged into the stored order or stored as a new one. */
export interface NewOrder {
  /** The id of the row if one has to be made; an existing row keeps its own. */
  readonly id: string
  readonly now: Instant
  readonly fetched: ChannelOrder
  /** What waiting imports of the same order are told of this answer's source. */
  readonly source: Exclude<OrderSourceName, 'stub'>
}

/**
 * Writes the order that its import is about while that import holds the lease, and gives the lease back in the same
 * transaction: a write is an import's last step. When another import has taken the lease, it writes nothing and throws
 * an error that `ImportSingleFlight.run` handles: let it pass. Throws `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export interface OrderWriter {
  /** Merges an answer into the stored order or stores it. Returns the order as it is stored now. */
  save(order: NewOrder): Promise<Order>

  /** Stores a stub unless the order is stored already. Returns the stored order: the stub if it has the stub's id. */
  saveStub(stub: Stub): Promise<Order>
}

/** What an import starts from, read once it holds the lease: the import before it has stored what it had to store. */
export interface ImportStart {
  readonly stored: Order | null
  /** The tenant's connection to the order's channel; null before the first import with credentials. */
  readonly connection: StoredConnection | null
  readonly writer: OrderWriter
}

/** One import at a time of each tenant's order, over every replica. */
export interface ImportSingleFlight {
  /**
   * Runs `runImport`, or waits for the import of the same order that is running and returns its result. A waiter runs
   * its own import if the running one dies or wrote nothing (`cache`): the cache must not answer a refresh. Nothing is
   * remembered: an import that starts after another one ended runs anew. If the lease is lost while `runImport` runs,
   * its result is dropped, and `run` starts over.
   *
   * Throws what `runImport` throws; a waiter in another process gets a failure of the same code. Throws
   * `UPSTREAM_TIMEOUT` when `deadline` passes while it waits, `DATABASE_UNAVAILABLE` when the lease can't be read.
   */
  run(
    key: ImportKey,
    deadline: Deadline,
    runImport: (start: ImportStart) => Promise<ImportResult>,
  ): Promise<ImportResult>
}
