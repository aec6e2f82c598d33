import type { TenantId } from '../tenant-id.ts'

/** A secret as the credential store holds it: names and values, not yet checked. Never logged. */
export type Secret = Readonly<Record<string, unknown>>

/**
 * Where the secrets live. Null means: the store answered that there is no such secret (missing or deleted).
 * Everything else that is not an answer throws `CREDENTIALS_UNAVAILABLE`.
 */
export interface CredentialStore {
  /** A tenant's authorisation for one channel; `name` is the secret's name, such as `amazon_spapi`. */
  ofTenant(tenantId: TenantId, name: string, signal: AbortSignal): Promise<Secret | null>

  /** Our own application's registration at one channel. */
  ofApplication(name: string, signal: AbortSignal): Promise<Secret | null>

  /** Drops what is remembered of a tenant's secret: the next read asks the store. */
  forget(tenantId: TenantId, name: string): void

  /** Drops what is remembered of our application's secret. */
  forgetApplication(name: string): void
}
