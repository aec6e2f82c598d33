import type { Instant, OrderKey } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { ConnectionStatus } from './connection-store.ts'
import type { NewOrder } from './import-single-flight.ts'

/** How far the orders of one connection have been swept: each change before `sweptThrough` is stored. */
export interface Sweep {
  readonly sweptThrough: Instant | null
  readonly open: OpenSweep | null
}

/** A sweep under way. */
export interface OpenSweep {
  readonly from: Instant
  readonly to: Instant
  /** The token of its next page; null: the first page. */
  readonly token: string | null
  /** How often it began anew because its token died. */
  readonly restarts: number
  /** It is left alone until then; null: it goes on at once. */
  readonly pausedUntil: Instant | null
}

/** Which orders are stale: those that were last checked before `checkedBefore`, and are not left alone at `now`. */
export interface StaleOrders {
  readonly checkedBefore: Instant
  readonly now: Instant
}

/** A page of orders that changed, as the marketplace listed it. */
export interface SweepPage {
  /** The token that opened this page; null for the first one. */
  readonly token: string | null
  /** The token that opens the next page; null if this page was the last one. */
  readonly nextToken: string | null
  readonly orders: readonly NewOrder[]
  readonly now: Instant
}

/** A tenant's connection, for the worker to decide what there is to do. */
export interface SweptConnection {
  readonly tenantId: TenantId
  readonly channel: string
  readonly status: ConnectionStatus
}

/** What keeps stored orders fresh. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface SweepStore {
  /** Returns how far the connection's orders have been swept. */
  find(tenantId: TenantId, channel: string): Promise<Sweep>

  /** Opens a sweep of the orders that changed in the window; one that is open already goes on instead. */
  begin(tenantId: TenantId, channel: string, window: { readonly from: Instant; readonly to: Instant }): Promise<void>

  /**
   * In one transaction, merges the page's orders into the stored ones and moves the token; the last page moves
   * `sweptThrough` to the window's end. Returns false, and writes nothing, if the sweep isn't at `token` any more.
   */
  savePage(tenantId: TenantId, channel: string, page: SweepPage): Promise<boolean>

  /** Starts the open sweep anew at its first page, because its token died; not before `pausedUntil`, unless null. */
  restart(tenantId: TenantId, channel: string, pausedUntil: Instant | null): Promise<void>

  /**
   * Returns the references of at most `limit` stale orders that aren't final, those most likely to be opened next
   * first: due or late ones, then recently shipped ones, then the newest. Orders that failed are left alone for a
   * while.
   */
  refreshable(tenantId: TenantId, channel: string, stale: StaleOrders, limit: number): Promise<readonly string[]>

  /**
   * Notes that an order could not be refreshed, and returns how often in a row. It is left alone for ten minutes, twice
   * as long after each further failure, a day at most, unless a check of it succeeds meanwhile.
   */
  noteRefreshFailure(tenantId: TenantId, key: OrderKey, now: Instant): Promise<number>

  /** Returns the connections of all tenants that an operator has not disabled, for the worker. */
  connections(): Promise<readonly SweptConnection[]>

  /** Returns the tenant to whom a selling account belongs, or null. A notification names the account alone. */
  tenantOfSeller(channel: string, sellerId: string): Promise<TenantId | null>
}
