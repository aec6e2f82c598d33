import type { Instant } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'

/** Whose connection to which marketplace. */
export interface ConnectionKey {
  readonly tenantId: TenantId
  readonly channel: string
}

/** What is known of tenants' connections beyond their credentials. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface ChannelConnections {
  /** The fingerprint of the credentials that the marketplace refused for good; null while it refused none. */
  refusedCredentials(key: ConnectionKey): Promise<string | null>

  /** Marks the connection `reauth_required`: these credentials are not tried again. */
  requireReauthorisation(
    key: ConnectionKey,
    refused: { readonly fingerprint: string; readonly now: Instant },
  ): Promise<void>

  /** Marks the connection `active` again: other credentials have worked. */
  confirm(key: ConnectionKey, now: Instant): Promise<void>
}
