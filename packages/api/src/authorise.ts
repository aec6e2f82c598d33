import { DomainError, type ErrorCode, type Identity, type Scope, type TenantId } from '@orderport/domain'
import type { Caller, Context } from './context.ts'
import { recordCall } from './with-audit.ts'

/**
 * Returns the caller if it may act for the tenant that it names and holds the scope. Throws NOT_MEMBER and
 * SCOPE_MISSING, both audited under that tenant, and whatever the edge throws when it identifies the caller.
 */
export async function authorise(context: Context, scope: Scope, action: string): Promise<Caller> {
  const caller = await context.caller()
  const { identity, tenantId } = caller
  const refusal = refusalOf(identity, tenantId, scope)
  if (refusal === null) return caller
  // The caller is refused even when the refusal can't be recorded.
  await recordCall(context, caller, { action, subject: null, outcome: refusal }).catch(() => undefined)
  throw new DomainError(refusal)
}

function refusalOf(identity: Identity, tenantId: TenantId, scope: Scope): ErrorCode | null {
  if (identity.tenants !== 'any' && !identity.tenants.includes(tenantId)) return 'NOT_MEMBER'
  return identity.scopes.includes(scope) ? null : 'SCOPE_MISSING'
}
