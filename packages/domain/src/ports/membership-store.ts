import type { MemberRole } from '../identity.ts'
import type { TenantId } from '../tenant-id.ts'

/** The members of every tenant. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface MembershipStore {
  /** Returns the role in the tenant of the person with that e-mail address, in any case; null if not a member. */
  roleOf(tenantId: TenantId, email: string): Promise<MemberRole | null>
}
