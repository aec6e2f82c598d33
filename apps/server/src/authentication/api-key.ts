import { tenantIdSchema, type TenantId } from '@orderport/domain'
import { createHash } from 'node:crypto'

/** What every API key begins with, so that it is found where it leaked and told from a token. */
export const apiKeyPrefix = 'opk_'

/** An API key in its parts. */
export interface ApiKeyParts {
  readonly tenantId: TenantId
  /** 12 characters of [a-z0-9]: names the key in lists and in the audit. Not a secret. */
  readonly id: string
  /** 32 random bytes in base64url. */
  readonly secret: string
}

export interface MadeApiKey {
  readonly id: string
  /** The whole key, to be shown once and kept nowhere. */
  readonly key: string
  /** What is stored of it: 32 bytes. */
  readonly secretHash: Uint8Array
}

const format = /^opk_([A-Za-z0-9_-]+)\.([a-z0-9]{12})\.([A-Za-z0-9_-]{43})$/
const idAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A new key for the tenant. `randomBytes` gives that many unpredictable bytes. */
export function makeApiKey(tenantId: TenantId, randomBytes: (size: number) => Uint8Array): MadeApiKey {
  const id = Array.from(randomBytes(12), (byte) => idAlphabet[byte % idAlphabet.length]).join('')
  const secret = Buffer.from(randomBytes(32)).toString('base64url')
  return { id, key: formatApiKey({ tenantId, id, secret }), secretHash: hashApiKeySecret(secret) }
}

export function formatApiKey({ tenantId, id, secret }: ApiKeyParts): string {
  return `${apiKeyPrefix}${tenantId}.${id}.${secret}`
}

/** The parts of what was sent as a key; null for what can't be one. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, tenant, id, secret] = format.exec(text) ?? []
  const tenantId = tenantIdSchema.safeParse(tenant)
  if (!tenantId.success || id === undefined || secret === undefined) return null
  return { tenantId: tenantId.data, id, secret }
}

/** SHA-256 of the secret's characters. It is as random as it is long: a slow hash would add nothing. */
export function hashApiKeySecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
