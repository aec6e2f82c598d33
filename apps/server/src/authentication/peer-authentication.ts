import { DomainError, roleScopes, type Identity, type MembershipStore, type TenantId } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import { singleHeader } from '../http/single-header.ts'
import { actorOf } from './actor.ts'
import { emailAddressSchema } from './email-address.ts'

export interface PeerIdentityParts {
  readonly membership: 'enforce' | 'off'
  readonly memberships: MembershipStore
}

/**
 * Gives the identity that a trusted peer's `X-User-Email` asserts, for the tenant. A stranger to the tenant, or to a tenant
 * that doesn't exist, gets an identity without it. Throws INVALID_REQUEST for a doubled header; with memberships enforced
 * AUTH_REQUIRED where no address is given or it can't be one, and DATABASE_UNAVAILABLE.
 */
export type PeerIdentity = (request: IncomingMessage, tenantId: TenantId) => Promise<Identity>

export function createPeerIdentity({ membership, memberships }: PeerIdentityParts): PeerIdentity {
  return async (request, tenantId) => {
    const { data: email = null } = emailAddressSchema.safeParse(singleHeader(request, 'x-user-email'))
    // Whoever may assert any tenant is still no administrator.
    if (membership === 'off') {
      return {
        actor: email === null ? 'peer' : actorOf(email),
        method: 'peer',
        tenants: 'any',
        scopes: roleScopes.agent,
      }
    }
    if (email === null) throw new DomainError('AUTH_REQUIRED', { detail: 'no e-mail address, or not one' })
    const role = await memberships.roleOf(tenantId, email)
    return {
      actor: actorOf(email),
      method: 'peer',
      tenants: role === null ? [] : [tenantId],
      scopes: role === null ? [] : roleScopes[role],
    }
  }
}
