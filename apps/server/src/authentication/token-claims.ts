import { isScope, tenantIdSchema, type Scope, type TenantId } from '@orderport/domain'
import { z } from 'zod'
import { actorOf, actorOfSubject } from './actor.ts'
import { emailAddressSchema } from './email-address.ts'

/** What a token says, in our words. */
export interface TokenFacts {
  readonly actor: string
  /** The tenants that it names; null where it has no claim about tenants, so that memberships decide. */
  readonly tenants: readonly TenantId[] | null
  /** The person's address, unless the provider says that it isn't verified. */
  readonly email: string | null
  /** Of the scopes that it carries, ours; null where it has no claim about scopes. */
  readonly scopes: readonly Scope[] | null
}

const text = z.string().nullish().catch(null)
const oneText = z.string().transform((value) => [value])
const texts = z.array(z.unknown()).transform((values) => values.filter((value) => typeof value === 'string'))
const words = z.string().transform((value) => value.split(' '))

/** A claim of a shape that we don't know counts as one that grants nothing, never as one that is absent. */
const claimsSchema = z.object({
  iss: text,
  sub: text,
  client_id: text,
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  tenants: texts.nullish().catch([]),
  tenant_id: oneText.nullish().catch([]),
  tenantId: oneText.nullish().catch([]),
  scope: words.nullish().catch([]),
  scp: z.union([words, texts]).nullish().catch([]),
})

/** Reads the claims of a token that has been verified. Tenant ids that can't be ids, and scopes that aren't ours, are left out. */
export function readTokenFacts(claimsOfToken: Readonly<Record<string, unknown>>): TokenFacts {
  const claims = claimsSchema.parse(claimsOfToken)
  const unverified = claims.email_verified === false || claims.email_verified === 'false'
  const email = unverified ? null : (emailAddressSchema.safeParse(claims.email).data ?? null)
  const tenants = claims.tenants ?? claims.tenant_id ?? claims.tenantId
  const scopes = claims.scope ?? claims.scp
  return {
    actor: email === null ? actorOfSubject(claims.iss ?? '', claims.sub ?? claims.client_id ?? '') : actorOf(email),
    tenants: tenants?.flatMap((id) => tenantIdSchema.safeParse(id).data ?? []) ?? null,
    email,
    scopes: scopes?.filter(isScope) ?? null,
  }
}
