import type { ChannelOrder, Instant, Order, OrderKey } from '../order.ts'
import type { OrderStatus } from '../order-status.ts'
import type { Stub } from '../stub.ts'
import type { TenantId } from '../tenant-id.ts'
import type { Fence } from './import-flights.ts'

export interface OrderFilter {
  /** Literal, case-insensitive part of the external reference, the id or the tracking code. */
  readonly q?: string | undefined
  readonly status?: OrderStatus | undefined
  readonly channel?: string | undefined
  /** Orders dated at or after this moment. */
  readonly dateFrom?: Instant | undefined
  /** Orders dated before this moment. */
  readonly dateBefore?: Instant | undefined
}

export interface OrderPageRequest {
  readonly limit: number
  readonly offset: number
  /** Continues after the page that gave it; `offset` then counts from there. */
  readonly cursor?: string | undefined
}

export interface OrderPage {
  readonly orders: readonly Order[]
  /** All orders that match the filter, over all pages. */
  readonly total: number
  readonly hasMore: boolean
  readonly nextCursor: string | null
}

/** What to write: the marketplace's answer merged into what is stored, or a stub where nothing is. */
export interface NewOrder {
  /** The id of the row if one has to be made; an existing row keeps its own. */
  readonly id: string
  readonly now: Instant
  /** The flight that writes. */
  readonly fence: Fence
}

/** A stub, and the flight that writes it. */
export interface NewStub {
  readonly stub: Stub
  readonly fence: Fence
}

/** The orders of every tenant. Each call sees one tenant's rows alone. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface OrderStore {
  /** The order of that channel and reference, or null. */
  find(tenantId: TenantId, key: OrderKey): Promise<Order | null>

  /** The order whose id or external reference this is, or null. An id wins over a reference. */
  get(tenantId: TenantId, idOrReference: string): Promise<Order | null>

  /** Newest order date first, undated last, then id. Throws `INVALID_REQUEST` for a cursor it did not give. */
  list(tenantId: TenantId, filter: OrderFilter, page: OrderPageRequest): Promise<OrderPage>

  /**
   * Merges an answer into the stored order (mergeOrder) or stores it anew, in one transaction.
   * `overtaken`: another flight has taken over from the one that `fence` names, and nothing was written.
   */
  save(
    tenantId: TenantId,
    input: NewOrder & { readonly channel: string; readonly fetched: ChannelOrder },
  ): Promise<'stored' | 'overtaken'>

  /** Stores a stub unless there is a row already, which is `present`. `overtaken` as for `save`. */
  saveStub(tenantId: TenantId, input: NewStub): Promise<'created' | 'present' | 'overtaken'>
}
