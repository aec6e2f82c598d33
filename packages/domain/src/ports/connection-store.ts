import type { ErrorCode } from '../error-catalogue.ts'
import type { TenantId } from '../tenant-id.ts'

/** One tenant's connection to one marketplace. */
export interface ConnectionKey {
  readonly tenantId: TenantId
  readonly channel: string
}

/**
 * `pending`: bound to a selling account that no import has proven yet; `active`: an import has worked;
 * `reauth_required`: the marketplace refused the credentials for good; `disabled`: an operator stopped it, and only
 * an operator restarts it.
 */
export const connectionStatuses = ['pending', 'active', 'reauth_required', 'disabled'] as const

export type ConnectionStatus = (typeof connectionStatuses)[number]

/** What is stored about a connection; its credentials are elsewhere (`CredentialStore`). */
export interface StoredConnection {
  readonly status: ConnectionStatus
  /** The selling account that is bound to the tenant, and the authorisation that it was bound with. */
  readonly sellerId: string | null
  readonly authorisationFingerprint: string | null
  /** The fingerprint of the credentials that the marketplace refused for good, or null. */
  readonly refusedFingerprint: string | null
  /** Why it last failed, until it works again. */
  readonly lastError: string | null
}

/** A selling account and the authorisation that opens it, as a tenant's credentials name them. */
export interface SellerBinding {
  readonly sellerId: string
  readonly region: string
  readonly marketplaceId: string | null
  /** A hash of the seller's authorisation alone: the same for a copy of it under another account's name. */
  readonly authorisationFingerprint: string
}

/**
 * The tenants' connections. An import starts with the stored one (`ImportStart`). Only an operator ends
 * `disabled`; no call here does. Throws `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export interface ConnectionStore {
  /** Returns the connection as it is stored, or null before the first import with credentials. */
  find(key: ConnectionKey): Promise<StoredConnection | null>

  /**
   * Binds the selling account and its authorisation to the tenant; a new or changed binding is `pending`.
   * Throws `SELLER_ALREADY_CONNECTED`, and changes nothing, when either of them belongs to another tenant.
   */
  bind(key: ConnectionKey, seller: SellerBinding): Promise<void>

  /** Marks the connection `active`: its credentials have worked. */
  confirm(key: ConnectionKey): Promise<void>

  /**
   * Marks the connection `reauth_required`: these credentials are not tried again until `claimRetry`. A binding that no
   * import ever proved is undone, so that it does not keep the account from its owner.
   */
  requireReauthorisation(key: ConnectionKey, refusedFingerprint: string): Promise<void>

  /**
   * Claims another try with the credentials that were refused. Returns true to one caller over all processes once
   * `afterMs` have passed since they were refused or last claimed, and false to all others; false too when other
   * credentials were refused meanwhile.
   */
  claimRetry(key: ConnectionKey, refusedFingerprint: string, afterMs: number): Promise<boolean>

  /** Records why the connection failed, for operators. */
  noteFailure(key: ConnectionKey, code: ErrorCode): Promise<void>
}
