import type { TenantId } from '../tenant-id.ts'

/** A secret as the credential store holds it: names and values that nobody has checked yet. Never logged. */
export type Secret = Readonly<Record<string, unknown>>

/** A secret, and which version of it. */
export interface StoredSecret {
  readonly values: Secret
  /**
   * Names this version. A later version has another name, even if its values are the same, so that writing a secret
   * anew can be told from leaving it. Null where the store has no versions.
   */
  readonly version: string | null
}

/**
 * The store of secrets. Null means that the store answered: there is no such secret, or it was deleted.
 * Throws `CREDENTIALS_UNAVAILABLE` when the store gives no answer.
 */
export interface CredentialStore {
  /** Returns a tenant's authorisation for one channel; `name` is the secret's name, such as `amazon_spapi`. */
  ofTenant(tenantId: TenantId, name: string, signal: AbortSignal): Promise<StoredSecret | null>

  /** Returns our own application's registration with one channel. */
  ofApplication(name: string, signal: AbortSignal): Promise<StoredSecret | null>

  /** Drops a tenant's remembered secret: the next read asks the store. */
  forget(tenantId: TenantId, name: string): void

  /** Drops our application's remembered secret. */
  forgetApplication(name: string): void
}
