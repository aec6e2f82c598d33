import type { MemberRole } from '../identity.ts'
import type { TenantId } from '../tenant-id.ts'

/** Who is a member of which tenant. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface MembershipStore {
  /** The role of the person with that e-mail address (compared without regard to case) in the tenant; null for a stranger. */
  roleOf(tenantId: TenantId, email: string): Promise<MemberRole | null>
}
