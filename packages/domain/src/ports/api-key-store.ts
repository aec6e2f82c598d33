import type { Scope } from '../identity.ts'
import type { TenantId } from '../tenant-id.ts'
import type { Instant } from '../order.ts'

/** What is kept of an API key. */
export interface StoredApiKey {
  /** SHA-256 of the key's secret part. */
  readonly secretHash: Uint8Array
  readonly scopes: readonly Scope[]
  readonly expiresAt: Instant | null
  readonly revoked: boolean
}

/** The API keys of every tenant. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface ApiKeyStore {
  /** The key of that id, whatever its state, or null. */
  find(tenantId: TenantId, id: string): Promise<StoredApiKey | null>

  /** Notes that the key was used; an earlier moment than the one that is known changes nothing. */
  used(tenantId: TenantId, id: string, at: Instant): Promise<void>
}
