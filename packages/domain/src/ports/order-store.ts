import type { Instant, Order, OrderKey } from '../order.ts'
import type { OrderStatus } from '../order-status.ts'
import type { TenantId } from '../tenant-id.ts'

export interface OrderFilter {
  /** Literal, case-insensitive part of the external reference, the id or the tracking code. */
  readonly q?: string | undefined
  /** With `q`: the order of this external reference is found too. */
  readonly reference?: string | undefined
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
  /** `nextCursor` of an earlier page: this page starts after it, and `offset` counts from there. */
  readonly cursor?: string | undefined
}

export interface OrderPage {
  readonly orders: readonly Order[]
  /** The number of orders that match the filter, over all pages. */
  readonly total: number
  readonly hasMore: boolean
  readonly nextCursor: string | null
}

/**
 * Reads the stored orders; an import writes them (`OrderWriter`). Each call sees one tenant's rows alone.
 * Throws `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export interface OrderStore {
  /** Returns the order of that channel and reference, or null. */
  find(tenantId: TenantId, key: OrderKey): Promise<Order | null>

  /** Returns the order with that id or external reference, or null. An id wins over a reference. */
  get(tenantId: TenantId, idOrReference: string): Promise<Order | null>

  /**
   * Returns a page of orders: newest order date first, undated last, then by id.
   * Throws `INVALID_REQUEST` for a cursor that no page returned.
   */
  list(tenantId: TenantId, filter: OrderFilter, page: OrderPageRequest): Promise<OrderPage>

  /**
   * Returns the tenant's orders that may be late or due at `now`, the most urgent first, at most `limit` of those that
   * are: orders whose promised delivery has passed and of which the marketplace says that they haven't arrived, and
   * orders to be shipped whose ship-by or promised date is on the day of `now` (UTC) or earlier.
   */
  late(tenantId: TenantId, now: Instant, limit: number): Promise<readonly Order[]>
}
