import type { TenantId } from './tenant-id.ts'

/** What a caller may do. `admin` implies no other scope: it is for what only a tenant's administrators may do. */
export const scopes = ['orders:read', 'orders:import', 'admin'] as const

export type Scope = (typeof scopes)[number]

export function isScope(text: unknown): text is Scope {
  return scopes.some((scope) => scope === text)
}

export const memberRoles = ['agent', 'admin'] as const

/** A member's role in a tenant. */
export type MemberRole = (typeof memberRoles)[number]

/** The scopes of each role. */
export const roleScopes: Readonly<Record<MemberRole, readonly Scope[]>> = {
  agent: ['orders:read', 'orders:import'],
  admin: ['orders:read', 'orders:import', 'admin'],
}

/**
 * How a caller was identified: by a trusted peer's headers, a token of the identity provider, an API key, or because it
 * runs the operators' commands.
 */
export type IdentityMethod = 'peer' | 'jwt' | 'api_key' | 'operator'

/** A caller, however it was identified. */
export interface Identity {
  /** Names the caller without personal data: `peer`, `user:<hash>`, `subject:<hash>`, `key:<id>` or `operator`. */
  readonly actor: string
  readonly method: IdentityMethod
  /** The tenants that it may act for; `any` for a trusted peer when memberships are not enforced. */
  readonly tenants: 'any' | readonly TenantId[]
  readonly scopes: readonly Scope[]
}
