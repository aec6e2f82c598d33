import { DomainError, roleScopes, type Identity, type MembershipStore, type TenantId } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import { singleHeader } from '../http/headers.ts'
import { actorFromEmail } from './actor.ts'
import { emailAddressSchema } from './email-address.ts'

export interface PeerAuthenticatorDeps {
  readonly membership: 'enforce' | 'off'
  readonly memberships: MembershipStore
}

/**
 * Returns the identity that a trusted peer's `X-User-Email` asserts, for the tenant. Someone who is no member of the
 * tenant, or of a tenant that doesn't exist, gets an identity without tenants. Throws INVALID_REQUEST for a header that
 * was sent twice; with memberships enforced also AUTH_REQUIRED for a missing or malformed address, and
 * DATABASE_UNAVAILABLE.
 */
export type AuthenticatePeer = (request: IncomingMessage, tenantId: TenantId) => Promise<Identity>

export function createPeerAuthenticator({ membership, memberships }: PeerAuthenticatorDeps): AuthenticatePeer {
  return async (request, tenantId) => {
    const { data: email = null } = emailAddressSchema.safeParse(singleHeader(request, 'x-user-email'))
    // A peer that may name any tenant is still no administrator.
    if (membership === 'off') {
      return {
        actor: email === null ? 'peer' : actorFromEmail(email),
        method: 'peer',
        tenants: 'any',
        scopes: roleScopes.agent,
      }
    }
    if (email === null) throw new DomainError('AUTH_REQUIRED', { detail: 'no e-mail address, or not one' })
    const role = await memberships.roleOf(tenantId, email)
    return {
      actor: actorFromEmail(email),
      method: 'peer',
      tenants: role === null ? [] : [tenantId],
      scopes: role === null ? [] : roleScopes[role],
    }
  }
}
