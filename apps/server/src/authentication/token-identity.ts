import { roleScopes, type Identity, type MembershipStore, type TenantId } from '@orderport/domain'
import type { TokenClaims } from './token-claims.ts'

/**
 * Returns the identity of a token's bearer, for the tenant. A token that names tenants may act for them, with the
 * scopes that it carries, or an agent's without a claim about scopes. Otherwise the person's membership decides, and a
 * claim about scopes only takes away. Throws DATABASE_UNAVAILABLE.
 */
export async function tokenIdentity(
  { actor, tenants, email, scopes }: TokenClaims,
  tenantId: TenantId,
  memberships: MembershipStore,
): Promise<Identity> {
  const method = 'jwt'
  if (tenants !== null) return { actor, method, tenants, scopes: scopes ?? roleScopes.agent }
  const role = email === null ? null : await memberships.roleOf(tenantId, email)
  if (role === null) return { actor, method, tenants: [], scopes: [] }
  const ofRole = roleScopes[role]
  return { actor, method, tenants: [tenantId], scopes: ofRole.filter((scope) => scopes?.includes(scope) ?? true) }
}
