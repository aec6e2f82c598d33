import type { Caller } from '@orderport/api'
import { DomainError, type MembershipStore, type TenantId } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import { settleTenant } from '../http/resolve-tenant.ts'
import { singleHeader } from '../http/single-header.ts'
import { bearerCredential } from './bearer-credential.ts'
import type { TokenFacts } from './token-claims.ts'
import { tokenIdentity } from './token-identity.ts'
import type { VerifyApiKey } from './verify-api-key.ts'
import type { VerifyToken } from './verify-token.ts'

export interface BearerCallersParts {
  /** Null: no identity provider is configured, so no token is good. */
  readonly verifyToken: VerifyToken | null
  readonly verifyApiKey: VerifyApiKey
  readonly memberships: MembershipStore
}

type Proof =
  | { readonly kind: 'api-key'; readonly caller: Caller }
  | { readonly kind: 'token'; readonly facts: TokenFacts }

export interface BearerCallers {
  /**
   * Proves who calls, once for each request. Throws AUTH_REQUIRED where there is no credential or a bad one, INVALID_REQUEST for
   * doubled headers, IDENTITY_UNAVAILABLE and DATABASE_UNAVAILABLE where it can't be known.
   */
  prove(request: IncomingMessage): Promise<Proof>
  /** Who calls, for which tenant. Throws as `prove` does, and TENANT_ID_MISSING, TENANT_MISMATCH. */
  callerOf(request: IncomingMessage): Promise<Caller>
}

/** The callers of the public listener, by what they prove alone: no header asserts who they are. */
export function createBearerCallers({ verifyToken, verifyApiKey, memberships }: BearerCallersParts): BearerCallers {
  const proofs = new WeakMap<IncomingMessage, Promise<Proof>>()

  async function proveNow(request: IncomingMessage): Promise<Proof> {
    const { kind, text } = bearerCredential(request)
    if (kind === 'api-key') return { kind, caller: await verifyApiKey(text) }
    if (verifyToken === null) throw new DomainError('AUTH_REQUIRED', { detail: 'a token, but no identity provider' })
    return { kind, facts: await verifyToken(text) }
  }

  function prove(request: IncomingMessage): Promise<Proof> {
    const proof = proofs.get(request) ?? proveNow(request)
    proofs.set(request, proof)
    return proof
  }

  return {
    prove,
    async callerOf(request) {
      const proof = await prove(request)
      const asked = askedTenant(request)
      if (proof.kind === 'api-key') {
        if (asked !== null && asked !== proof.caller.tenantId) throw new DomainError('TENANT_MISMATCH')
        return proof.caller
      }
      const tenantId = asked ?? soleTenant(proof.facts)
      return { identity: await tokenIdentity(proof.facts, tenantId, memberships), tenantId }
    },
  }
}

function askedTenant(request: IncomingMessage): TenantId | null {
  const header = singleHeader(request, 'x-tenant-id')
  return header === null ? null : settleTenant([header], 'x-tenant-id')
}

function soleTenant({ tenants }: TokenFacts): TenantId {
  const [tenantId, ...others] = tenants ?? []
  if (tenantId === undefined || others.length > 0) throw new DomainError('TENANT_ID_MISSING')
  return tenantId
}
