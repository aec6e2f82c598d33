import type { Deadline } from '../deadline.ts'
import type { ChannelOrder, OrderSourceName } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'

/** The seller's account on a marketplace that a tenant's credentials open. */
export interface SellingAccount {
  readonly sellerId: string
  readonly region: string
  readonly marketplaceId: string | null
}

/** A tenant's open door to one marketplace. */
export interface SellerClient {
  readonly sellingAccount: SellingAccount

  /** A hash that changes with the tenant's credentials, whatever part of them, and doesn't tell them. */
  readonly credentialsFingerprint: string

  /** A hash of the seller's authorisation alone: the same for a copy of it under another account's name. */
  readonly authorisationFingerprint: string

  /**
   * Fetches one order as the marketplace knows it now.
   * Throws `ORDER_NOT_FOUND_FOR_TENANT` when the marketplace does not know it, `UPSTREAM_TIMEOUT` when the deadline
   * passes first, `CHANNEL_REAUTH_REQUIRED` when the marketplace refuses the seller's authorisation for good, and the
   * other upstream codes of the catalogue. A wait for quota that would pass the deadline is not begun: it fails with
   * `RATE_LIMITED` at once.
   */
  fetch(externalOrderId: string, deadline: Deadline): Promise<ChannelOrder>
}

/** A marketplace. A new one is a new package that implements this, and one line in the server's compose.ts. */
export interface MarketplaceConnector {
  /** The value of the `channel` column, such as `amazon`. */
  readonly channel: string
  readonly name: Exclude<OrderSourceName, 'stub'>

  /** True if this could be one of the marketplace's references; anything else is never sent to it. */
  isReference(orderRef: string): boolean

  /**
   * Opens the tenant's connection: reads its credentials, calls nothing else.
   * Null when the tenant has none. Throws `CREDENTIALS_UNAVAILABLE` when that can't be known now.
   */
  connect(tenantId: TenantId, signal: AbortSignal): Promise<SellerClient | null>

  /** Makes the next `connect` read the tenant's credentials anew. */
  forgetCredentials(tenantId: TenantId): void
}
