import type { TenantId } from './tenant-id.ts'

/** What a caller may be allowed to do. `admin` includes nothing else: it is for what only a tenant's administrators do. */
export const scopes = ['orders:read', 'orders:import', 'admin'] as const

export type Scope = (typeof scopes)[number]

export function isScope(text: unknown): text is Scope {
  return scopes.some((scope) => scope === text)
}

export const memberRoles = ['agent', 'admin'] as const

/** What a member is in a tenant. */
export type MemberRole = (typeof memberRoles)[number]

/** What a member's role allows. */
export const roleScopes: Readonly<Record<MemberRole, readonly Scope[]>> = {
  agent: ['orders:read', 'orders:import'],
  admin: ['orders:read', 'orders:import', 'admin'],
}

/** How a caller proved who it is: a trusted peer's word, a token of the identity provider, or an API key. */
export type IdentityMethod = 'peer' | 'jwt' | 'api_key'

/** Who calls, whatever way it came in. */
export interface Identity {
  /** Names the caller without telling a person: `peer`, `user:<hash>`, `subject:<hash>` or `key:<id>`. */
  readonly actor: string
  readonly method: IdentityMethod
  /** The tenants that it may act for; `any` for a trusted peer where memberships are not enforced. */
  readonly tenants: 'any' | readonly TenantId[]
  readonly scopes: readonly Scope[]
}
