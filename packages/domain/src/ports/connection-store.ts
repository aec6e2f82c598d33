import type { ErrorCode } from '../error-catalogue.ts'
import type { Instant } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { SellingAccount } from './marketplace-connector.ts'

/** Whose connection to which marketplace. */
export interface ConnectionKey {
  readonly tenantId: TenantId
  readonly channel: string
}

/**
 * `pending`: tied to a selling account that no import has proven yet; `active`: an import has worked; `reauth_required`: the
 * marketplace refused the credentials for good; `disabled`: an operator stopped it, and only an operator starts it again.
 */
export const connectionStatuses = ['pending', 'active', 'reauth_required', 'disabled'] as const

export type ConnectionStatus = (typeof connectionStatuses)[number]

/** What is known of a connection beyond its credentials. */
export interface StoredConnection {
  readonly status: ConnectionStatus
  /** The selling account that is tied to the tenant, and the authorisation it was tied with. */
  readonly sellerId: string | null
  readonly authorisationFingerprint: string | null
  /** The fingerprint of the credentials that the marketplace refused for good; null while it refused none. */
  readonly refusedFingerprint: string | null
  /** Why it last failed, until it works again. */
  readonly lastError: string | null
}

/** A selling account and the authorisation that opens it, as a tenant's credentials name them. */
export interface SellerBinding {
  readonly sellingAccount: SellingAccount
  readonly authorisationFingerprint: string
}

/** Tenants' connections. Throws `DATABASE_UNAVAILABLE` when Postgres is away. No call but an operator's ends `disabled`. */
export interface ConnectionStore {
  /** What is known of the connection; null before its first import with credentials. */
  find(key: ConnectionKey): Promise<StoredConnection | null>

  /**
   * Ties the selling account and its authorisation to the tenant: a new or changed tie is `pending`.
   * Throws `SELLER_ALREADY_CONNECTED`, and changes nothing, when either of them is another tenant's.
   */
  bind(key: ConnectionKey, claim: SellerBinding, now: Instant): Promise<void>

  /** Marks the connection `active`: its credentials have worked. */
  confirm(key: ConnectionKey, now: Instant): Promise<void>

  /**
   * Marks the connection `reauth_required`: these credentials are not tried again. A tie that no import ever proved is given
   * up, so that it does not keep the account from its owner.
   */
  requireReauthorisation(
    key: ConnectionKey,
    refused: { readonly fingerprint: string; readonly now: Instant },
  ): Promise<void>

  /** Notes why the connection failed, for operators. */
  noteFailure(key: ConnectionKey, failure: { readonly code: ErrorCode; readonly now: Instant }): Promise<void>
}
