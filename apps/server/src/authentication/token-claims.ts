import { isScope, tenantIdSchema, type Scope, type TenantId } from '@orderport/domain'
import { z } from 'zod'
import { actorFromEmail, actorFromSubject } from './actor.ts'
import { emailAddressSchema } from './email-address.ts'

/** What a token claims, in our words. */
export interface TokenClaims {
  readonly actor: string
  /** The tenants that it names; null without a claim about tenants: memberships decide. */
  readonly tenants: readonly TenantId[] | null
  /** The person's address; null without one, and when the provider says that it is not verified. */
  readonly email: string | null
  /** Those of its scopes that are ours; null without a claim about scopes. */
  readonly scopes: readonly Scope[] | null
}

const text = z.string().nullish().catch(null)
const oneText = z.string().transform((value) => [value])
const texts = z.array(z.unknown()).transform((values) => values.filter((value) => typeof value === 'string'))
const words = z.string().transform((value) => value.split(' '))

/** A claim of an unknown shape counts as a claim that grants nothing, never as an absent one. */
const payloadSchema = z.object({
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

/** Reads the payload of a verified token. Leaves out malformed tenant ids, and scopes that are not ours. */
export function readTokenClaims(payload: Readonly<Record<string, unknown>>): TokenClaims {
  const claims = payloadSchema.parse(payload)
  const unverified = claims.email_verified === false || claims.email_verified === 'false'
  const email = unverified ? null : (emailAddressSchema.safeParse(claims.email).data ?? null)
  const subject = claims.sub ?? claims.client_id ?? ''
  const tenants = claims.tenants ?? claims.tenant_id ?? claims.tenantId
  const scopes = claims.scope ?? claims.scp
  return {
    actor: email === null ? actorFromSubject(claims.iss ?? '', subject) : actorFromEmail(email),
    tenants: tenants?.flatMap((id) => tenantIdSchema.safeParse(id).data ?? []) ?? null,
    email,
    scopes: scopes?.filter(isScope) ?? null,
  }
}
