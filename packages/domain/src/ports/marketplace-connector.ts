import type { Deadline } from '../deadline.ts'
import type { ChannelOrder, OrderSourceName } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { SellerBinding } from './connection-store.ts'

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
  fetch(externalOrderId: string, deadline: Deadline): Promise<ChannelOrder>
}

/** A marketplace. A new one is a new package that implements this, and one line in the server's compose.ts. */
export interface MarketplaceConnector {
  /** The value of the `channel` column, such as `amazon`. */
  readonly channel: string
  /** The source that its orders are stored with, such as `amazon_spapi`. */
  readonly name: Exclude<OrderSourceName, 'stub'>

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
