import { createHash } from 'node:crypto'
import {
  type CredentialStore,
  DomainError,
  parseInstant,
  type Instant,
  type Secret,
  type TenantId,
} from '@orderport/domain'
import { z } from 'zod'
import { regions } from './amazon-ids.ts'

/** The name of both secrets, the tenant's and the application's. */
export const secretName = 'amazon_spapi'

/** One word. A blank or a line break within it comes from copying, and Amazon would blame the seller for it. */
const filled = z
  .string()
  .trim()
  .regex(/^[^\s\p{Cc}\p{Cf}]+$/u)

const authorisationSchema = z.object({
  refresh_token: filled,
  seller_id: filled,
  marketplace_id: z.string().trim().nullish(),
  region: z.preprocess((value) => (typeof value === 'string' ? value.trim() : value), z.enum(regions)),
})

const applicationSchema = z.object({
  client_id: filled,
  client_secret: filled,
  // What rotations add. Odd ones must not make the secret unreadable.
  previous_client_secret: filled.optional().catch(undefined),
  previous_until: z.unknown().transform(parseInstant).nullable().catch(null),
})

/** A tenant's authorisation: the selling account and the refresh token that gives access to it. Never logged. */
export interface Authorisation extends z.infer<typeof authorisationSchema> {
  /** Names the secret's version; null where the store has none. */
  readonly version: string | null
}

/** Our application's registration with Amazon. Never logged. */
export interface Application {
  readonly clientId: string
  readonly clientSecret: string
  /** The secret before a rotation, which Amazon accepts for some days more. */
  readonly previous?: { readonly clientSecret: string; readonly until: Instant | null } | undefined
}

/**
 * Returns the tenant's authorisation, or null when the store holds none. Throws `CREDENTIALS_UNAVAILABLE` when it can't
 * be read, and when one of its keys is missing or malformed: that is a fault to repair, not a tenant without
 * credentials.
 */
export async function readAuthorisation(
  store: CredentialStore,
  tenantId: TenantId,
  signal: AbortSignal,
): Promise<Authorisation | null> {
  const secret = await store.ofTenant(tenantId, secretName, signal)
  if (secret === null) return null
  const parsed = authorisationSchema.safeParse(secret.values)
  if (parsed.success) return { ...parsed.data, version: secret.version }
  // A corrected secret must work at once, not when the cached one expires.
  forgetAuthorisation(store, tenantId)
  throw new DomainError('CREDENTIALS_UNAVAILABLE', {
    detail: `the tenant's secret ${secretName} has a missing or malformed ${badKeys(parsed.error)}`,
    retryAfterSeconds: 60,
  })
}

/**
 * Returns the application's registration: the stored secret, or `fallback` when there is none.
 * Throws `APP_CREDENTIALS_INVALID` when neither exists or the stored one is malformed.
 */
export async function readApplication(
  store: CredentialStore,
  fallback: Application | undefined,
  signal: AbortSignal,
): Promise<Application> {
  const secret = await store.ofApplication(secretName, signal)
  if (secret === null) {
    if (fallback !== undefined) return fallback
    throw applicationInvalid('the application has no credentials: neither a secret nor a configured client')
  }
  const parsed = applicationSchema.safeParse(secret.values)
  if (parsed.success) return applicationOf(parsed.data)
  forgetApplication(store)
  throw applicationInvalid(`the application's secret ${secretName} has a missing or malformed ${badKeys(parsed.error)}`)
}

function applicationOf(values: z.infer<typeof applicationSchema>): Application {
  const { client_id: clientId, client_secret: clientSecret, previous_client_secret: previous } = values
  if (previous === undefined) return { clientId, clientSecret }
  return { clientId, clientSecret, previous: { clientSecret: previous, until: values.previous_until } }
}

/** How long a seller's authorisation lasts. */
const authorisationMs = 365 * 24 * 60 * 60_000

/** Returns when a tenant's stored authorisation ends, in milliseconds since 1970; null where nobody wrote its start. */
export function authorisationEndsAt({ created_at: createdAt }: Secret): number | null {
  const start = parseInstant(createdAt)
  return start === null ? null : Date.parse(start) + authorisationMs
}

/** Returns when the application's stored secret ends, in milliseconds since 1970; null where nobody wrote it. */
export function applicationEndsAt({ expires_at: expiresAt }: Secret): number | null {
  const end = parseInstant(expiresAt)
  return end === null ? null : Date.parse(end)
}

/** Makes the next read of the tenant's authorisation ask the store. */
export function forgetAuthorisation(store: CredentialStore, tenantId: TenantId): void {
  store.forget(tenantId, secretName)
}

/** Makes the next read of the application's registration ask the store. */
export function forgetApplication(store: CredentialStore): void {
  store.forgetApplication(secretName)
}

/**
 * Returns a hash that changes with any of the credentials and doesn't reveal them. It changes with the secret's version
 * too, so that writing the same secret again is another try, and with our application, for which alone Amazon accepts
 * the authorisation.
 */
export function credentialsFingerprintOf(authorisation: Authorisation, { clientId }: Application): string {
  const { refresh_token, seller_id, region, version } = authorisation
  return hashOf([refresh_token, seller_id, region, version, clientId])
}

/**
 * Returns a hash of what the seller granted: the same whatever account a copy of it claims to be, and whatever version
 * of the secret it is in.
 */
export function authorisationFingerprintOf({ refresh_token }: Authorisation): string {
  return hashOf([refresh_token])
}

function hashOf(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

function applicationInvalid(detail: string): DomainError {
  return new DomainError('APP_CREDENTIALS_INVALID', { detail, retryAfterSeconds: 60 })
}

/** Returns only the keys' names: the parser's messages could hold a value. */
function badKeys(error: z.ZodError): string {
  return [...new Set(error.issues.map((issue) => String(issue.path[0])))].join(', ')
}
