import type { Caller } from '@orderport/api'
import { DomainError, type MembershipStore, type TenantId } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import { singleHeader } from '../http/headers.ts'
import { resolveTenant } from '../http/resolve-tenant.ts'
import { bearerCredential } from './bearer-credential.ts'
import type { TokenClaims } from './token-claims.ts'
import { tokenIdentity } from './token-identity.ts'
import type { VerifyApiKey } from './verify-api-key.ts'
import type { VerifyToken } from './verify-token.ts'

export interface BearerAuthenticatorDeps {
  /** Null: no identity provider is configured, and every token is refused. */
  readonly verifyToken: VerifyToken | null
  readonly verifyApiKey: VerifyApiKey
  readonly memberships: MembershipStore
}

/** A credential that was verified. */
type Verified =
  | { readonly kind: 'api-key'; readonly caller: Caller }
  | { readonly kind: 'token'; readonly claims: TokenClaims }

export interface BearerAuthenticator {
  /**
   * Verifies the request's credential, once for each request. Throws AUTH_REQUIRED for a missing or bad one,
   * INVALID_REQUEST for headers sent twice, IDENTITY_UNAVAILABLE and DATABASE_UNAVAILABLE when it can't be verified
   * now.
   */
  authenticate(request: IncomingMessage): Promise<Verified>
  /** Returns who calls, and for which tenant. Throws as `authenticate` does, and TENANT_ID_MISSING, TENANT_MISMATCH. */
  callerOf(request: IncomingMessage): Promise<Caller>
}

/** Authenticates the callers of the public listener by their credentials alone: no header asserts who they are. */
export function createBearerAuthenticator(deps: BearerAuthenticatorDeps): BearerAuthenticator {
  const { verifyToken, verifyApiKey, memberships } = deps
  const verified = new WeakMap<IncomingMessage, Promise<Verified>>()

  async function verify(request: IncomingMessage): Promise<Verified> {
    const { kind, text } = bearerCredential(request)
    if (kind === 'api-key') return { kind, caller: await verifyApiKey(text) }
    if (verifyToken === null) throw new DomainError('AUTH_REQUIRED', { detail: 'a token, but no identity provider' })
    return { kind, claims: await verifyToken(text) }
  }

  function authenticate(request: IncomingMessage): Promise<Verified> {
    const result = verified.get(request) ?? verify(request)
    verified.set(request, result)
    return result
  }

  return {
    authenticate,
    async callerOf(request) {
      const credential = await authenticate(request)
      const named = namedTenant(request)
      if (credential.kind === 'api-key') {
        if (named !== null && named !== credential.caller.tenantId) throw new DomainError('TENANT_MISMATCH')
        return credential.caller
      }
      const tenantId = named ?? soleTenant(credential.claims)
      return { identity: await tokenIdentity(credential.claims, tenantId, memberships), tenantId }
    },
  }
}

function namedTenant(request: IncomingMessage): TenantId | null {
  const header = singleHeader(request, 'x-tenant-id')
  return header === null ? null : resolveTenant([header], 'x-tenant-id')
}

function soleTenant({ tenants }: TokenClaims): TenantId {
  const [tenantId, ...others] = tenants ?? []
  if (tenantId === undefined || others.length > 0) throw new DomainError('TENANT_ID_MISSING')
  return tenantId
}
