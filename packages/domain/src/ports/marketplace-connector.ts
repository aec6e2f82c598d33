import type { Deadline } from '../deadline.ts'
import type { ChannelOrder, Instant, OrderSourceName } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { SellerBinding } from './connection-store.ts'
import type { UsagePlan } from './upstream-quota.ts'

/**
 * How a call shares its usage plan. An `interactive` call may use all of it, and waits for a token as long as its
 * deadline allows. A `background` call leaves a part of the burst for the others, and never waits: it fails at once
 * with `RATE_LIMITED`, whose `retryAfterMs` says when a token is free beyond that part. A `bulk` call does the same,
 * and leaves some more of a list's burst to background calls, which must not wait until everything is listed.
 */
export type CallPriority = 'interactive' | 'background' | 'bulk'

export interface CallOptions {
  /** Default: `interactive` for `fetch`, `background` for `listOrders`. */
  readonly priority?: CallPriority
}

/** A window of a seller's orders, by when they were made or last changed. Half-open: `from` included, `to` not. */
export interface OrderWindow {
  readonly by: 'created' | 'updated'
  readonly from: Instant
  /** At the latest two minutes ago: the marketplace refuses a later one. */
  readonly to: Instant
}

/** One page of the orders in a window. */
export interface ChannelOrderPage {
  /** The orders, each whole as `fetch` gives it where the marketplace's list does so. */
  readonly orders: readonly ListedOrder[]
  /** Asks for the next page; null on the last one. */
  readonly nextToken: string | null
  /**
   * Where the marketplace says that it looked less far than the window's `to`: until then, and the rest is still to be
   * listed. Absent where the whole window was looked at.
   */
  readonly coveredUntil?: Instant
}

/** An order in a page of a list. */
export interface ListedOrder {
  readonly externalOrderId: string
  /** The order, or null where the list tells only that it exists or it is unreadable there: `fetch` asks for it. */
  readonly order: ChannelOrder | null
}

/** What a marketplace publishes of its limits, to forecast how long work takes. A seller's own rates may differ. */
export interface MarketplacePlans {
  readonly fetch: UsagePlan
  readonly listOrders: UsagePlan
  /** The most orders on a page of `listOrders`. */
  readonly pageSize: number
}

/** A client of one marketplace that acts for one tenant's selling account. */
export interface SellerClient extends SellerBinding {
  /**
   * A hash that changes with any part of the tenant's credentials, with their version in the store and with our
   * application, and does not reveal them.
   */
  readonly credentialsFingerprint: string

  /**
   * Fetches one order as the marketplace knows it now.
   * Throws `ORDER_NOT_FOUND_FOR_TENANT` when the marketplace does not know it, `UPSTREAM_TIMEOUT` when the deadline
   * passes first, `CHANNEL_REAUTH_REQUIRED` when the marketplace refuses the seller's authorisation for good, and the
   * other upstream codes of the catalogue. A wait for quota that would pass the deadline is not begun: it fails with
   * `RATE_LIMITED` at once.
   */
  fetch(externalOrderId: string, deadline: Deadline, options?: CallOptions): Promise<ChannelOrder>

  /**
   * Returns a page of the orders in a window; `token` is an earlier page's `nextToken` of the same window, null for the
   * first page. Pages may repeat an order that changes while they are read. An order that is exactly at the window's
   * `to` is in none of them.
   * Throws `PageTokenExpired` when the marketplace doesn't know the token any more, and what `fetch` throws otherwise,
   * but for `ORDER_NOT_FOUND_FOR_TENANT`.
   */
  listOrders(
    window: OrderWindow,
    token: string | null,
    deadline: Deadline,
    options?: CallOptions,
  ): Promise<ChannelOrderPage>
}

/** A marketplace. A new one is a new package that implements this, and one line in the server's compose.ts. */
export interface MarketplaceConnector {
  /** The value of the `channel` column, such as `amazon`. */
  readonly channel: string
  /** The source that its orders are stored with, such as `amazon_spapi`. */
  readonly name: Exclude<OrderSourceName, 'stub'>
  readonly plans: MarketplacePlans

  /** True if the text could be a reference of this marketplace, in its own form; nothing else is ever sent to it. */
  isReference(text: string): boolean

  /**
   * Returns the references of this marketplace in a text that somebody typed or pasted: in the marketplace's own form,
   * each once, in the text's order.
   */
  findReferences(text: string): readonly string[]

  /**
   * Opens the tenant's connection: reads its credentials and calls nothing else. Returns null when the tenant has none.
   * Throws `CREDENTIALS_UNAVAILABLE` when the credential store does not answer.
   */
  connect(tenantId: TenantId, signal: AbortSignal): Promise<SellerClient | null>

  /** Makes the next `connect` read the tenant's credentials anew. */
  forgetCredentials(tenantId: TenantId): void
}
