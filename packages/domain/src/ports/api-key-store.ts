import type { Scope } from '../identity.ts'
import type { TenantId } from '../tenant-id.ts'
import type { Instant } from '../order.ts'

/** An API key as it is stored. */
export interface StoredApiKey {
  /** SHA-256 of the key's secret part. */
  readonly secretHash: Uint8Array
  readonly scopes: readonly Scope[]
  readonly expiresAt: Instant | null
  readonly revoked: boolean
}

/** The API keys of every tenant. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface ApiKeyStore {
  /** Returns the key with that id, revoked and expired ones included, or null. */
  find(tenantId: TenantId, id: string): Promise<StoredApiKey | null>

  /** Records that the key was used. A moment earlier than the recorded one changes nothing. */
  used(tenantId: TenantId, id: string, at: Instant): Promise<void>
}
