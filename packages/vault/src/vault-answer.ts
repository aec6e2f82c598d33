import type { StoredSecret } from '@orderport/domain'
import { z } from 'zod'
import { VaultFailure } from './vault-failure.ts'

/** An answer of Vault: unchecked JSON. Status 200 stands for 204 too. */
export interface VaultAnswer {
  readonly status: number
  readonly body: unknown
}

const errorSchema = z.object({ errors: z.array(z.string()) })
const metadataSchema = z.object({
  deletion_time: z.string().default(''),
  destroyed: z.boolean().default(false),
  // Odd ones must not make the secret unreadable.
  version: z.number().optional().catch(undefined),
  created_time: z.string().optional().catch(undefined),
})
const versionSchema = z.object({ data: z.object({ data: z.unknown(), metadata: metadataSchema.optional() }) })
const secretSchema = z.record(z.string(), z.unknown())
const leaseSchema = z.object({
  lease_duration: z.number().nonnegative().default(0),
  renewable: z.boolean().default(false),
})
const loginSchema = z.object({ auth: leaseSchema.extend({ client_token: z.string().min(1) }) })
const renewalSchema = z.object({ auth: leaseSchema })
const lookUpSchema = z.object({
  data: z.object({ ttl: z.number().nonnegative(), renewable: z.boolean().default(false) }),
})

/** How long a token lives. */
export interface Lease {
  /** Null for a token that never expires. */
  readonly ttlMs: number | null
  readonly renewable: boolean
}

/**
 * Returns the secret that a version 2 key-value engine answered, and the name of its version: null for Vault's own 404
 * of a missing secret, and if the newest version is deleted or destroyed. Throws a VaultFailure for any other 404 (a
 * proxy's, a missing mount's).
 */
export function parseSecret(answer: VaultAnswer): StoredSecret | null {
  const version = versionSchema.safeParse(answer.body)
  if (answer.status === 404) {
    if (isMissing(answer) || (version.success && isGone(version.data.data.metadata))) return null
    throw toFailure(answer)
  }
  if (answer.status !== 200) throw toFailure(answer)
  if (!version.success) throw new VaultFailure('not a Vault answer', 'HTTP 200, not of a version 2 key-value engine')
  const secret = secretSchema.safeParse(version.data.data.data)
  if (!secret.success) throw new VaultFailure('malformed secret', 'its data is not an object')
  return { values: secret.data, version: versionName(version.data.data.metadata) }
}

/** Returns the number of the newest version, deleted or not; 0 where none was ever written. */
export function versionIn(answer: VaultAnswer): number {
  return versionSchema.safeParse(answer.body).data?.data.metadata?.version ?? 0
}

/** True for the refusal of a write because somebody else has written meanwhile. */
export function isOutdated(answer: VaultAnswer): boolean {
  if (answer.status !== 400) return false
  return errorSchema.safeParse(answer.body).data?.errors.some((text) => text.includes('check-and-set')) === true
}

/** Throws a VaultFailure for a write that was not done. */
export function requireWritten(answer: VaultAnswer): void {
  if (answer.status !== 200) throw toFailure(answer)
}

/** The time is a part of the name because a secret that was removed and written again starts at version 1. */
function versionName(metadata: z.infer<typeof metadataSchema> | undefined): string | null {
  const parts = [metadata?.version, metadata?.created_time].filter((part) => part !== undefined)
  return parts.length === 0 ? null : parts.join(' of ')
}

/** True for Vault's own 403, which it sends for a policy and for an expired token alike. False for a proxy's 403. */
export function isDenied(answer: VaultAnswer): boolean {
  return answer.status === 403 && errorSchema.safeParse(answer.body).success
}

/** Returns the token of a login and its lease. Throws a VaultFailure. */
export function parseLogin(answer: VaultAnswer): { readonly token: string; readonly lease: Lease } {
  if (answer.status !== 200) throw toFailure(answer)
  const { auth } = parsed(loginSchema, answer)
  return { token: auth.client_token, lease: leaseOf(auth.lease_duration, auth.renewable) }
}

/** Returns the new lease of a renewed token. Throws a VaultFailure. */
export function parseRenewal(answer: VaultAnswer): Lease {
  if (answer.status !== 200) throw toFailure(answer)
  const { auth } = parsed(renewalSchema, answer)
  return leaseOf(auth.lease_duration, auth.renewable)
}

/** Returns the lease of a token that looked itself up. Throws a VaultFailure. */
export function parseLookUp(answer: VaultAnswer): Lease {
  if (answer.status !== 200) throw toFailure(answer)
  const { data } = parsed(lookUpSchema, answer)
  return leaseOf(data.ttl, data.renewable)
}

function toFailure(answer: VaultAnswer): VaultFailure {
  const { status } = answer
  const note = `HTTP ${status}`
  const known = errorSchema.safeParse(answer.body)
  if (status === 503 && known.data?.errors.some((text) => text.includes('sealed')) === true) {
    return new VaultFailure('sealed', note)
  }
  // 429: a quota of Vault's. 412, 472, 473: a replica that lags behind or does not serve reads.
  if (status >= 500 || [412, 429, 472, 473].includes(status)) return new VaultFailure('unavailable', note)
  if (!known.success) return new VaultFailure('not a Vault answer', note)
  if (status === 403) return new VaultFailure('denied', note)
  return new VaultFailure(status === 404 ? 'no such mount' : 'request refused', note)
}

function isMissing(answer: VaultAnswer): boolean {
  return errorSchema.safeParse(answer.body).data?.errors.length === 0
}

function isGone(metadata: z.infer<typeof metadataSchema> | undefined): boolean {
  return metadata !== undefined && (metadata.destroyed || metadata.deletion_time !== '')
}

function leaseOf(seconds: number, renewable: boolean): Lease {
  return { ttlMs: seconds === 0 ? null : seconds * 1000, renewable }
}

function parsed<T>(schema: z.ZodType<T>, answer: VaultAnswer): T {
  const result = schema.safeParse(answer.body)
  if (!result.success) throw new VaultFailure('not a Vault answer', `HTTP ${answer.status} of another shape`)
  return result.data
}
