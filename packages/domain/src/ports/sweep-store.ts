import type { Instant } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { ConnectionStatus } from './connection-store.ts'
import type { NewOrder } from './import-single-flight.ts'

/** How far the orders of one connection have been swept: each change before `sweptThrough` is stored. */
export interface Sweep {
  readonly sweptThrough: Instant | null
  /** The sweep under way, and the token of its next page (null: the first page). */
  readonly open: { readonly from: Instant; readonly to: Instant; readonly token: string | null } | null
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

  /** Starts the open sweep anew at its first page: its token died. */
  restart(tenantId: TenantId, channel: string): Promise<void>

  /**
   * Returns the references of at most `limit` orders that aren't final and were last checked before `checkedBefore`,
   * those most likely to be opened next first: due or late ones, then recently shipped ones, then the newest.
   */
  refreshable(tenantId: TenantId, channel: string, checkedBefore: Instant, limit: number): Promise<readonly string[]>

  /** Returns the connections of all tenants that an operator has not disabled, for the worker. */
  connections(): Promise<readonly SweptConnection[]>

  /** Returns the tenant to whom a selling account belongs, or null. A notification names the account alone. */
  tenantOfSeller(channel: string, sellerId: string): Promise<TenantId | null>
}
