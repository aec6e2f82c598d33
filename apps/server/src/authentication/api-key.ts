import { tenantIdSchema, type TenantId } from '@orderport/domain'
import { createHash } from 'node:crypto'

/** What every API key begins with: it tells a key from a token, and lets scanners find a leaked one. */
export const apiKeyPrefix = 'opk_'

export interface ParsedApiKey {
  readonly tenantId: TenantId
  /** 12 characters of [a-z0-9]: names the key in lists and in the audit. Not a secret. */
  readonly id: string
  /** 32 random bytes in base64url. */
  readonly secret: string
}

export interface NewApiKey {
  readonly id: string
  /** The whole key, to be shown once and stored nowhere. */
  readonly key: string
  /** What is stored: 32 bytes. */
  readonly secretHash: Uint8Array
}

const format = /^opk_([A-Za-z0-9_-]+)\.([a-z0-9]{12})\.([A-Za-z0-9_-]{43})$/
const idAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Returns a new key for the tenant. `randomBytes` returns that many unpredictable bytes. */
export function makeApiKey(tenantId: TenantId, randomBytes: (size: number) => Uint8Array): NewApiKey {
  const id = Array.from(randomBytes(12), (byte) => idAlphabet[byte % idAlphabet.length]).join('')
  const secret = Buffer.from(randomBytes(32)).toString('base64url')
  return { id, key: formatApiKey({ tenantId, id, secret }), secretHash: hashApiKeySecret(secret) }
}

export function formatApiKey({ tenantId, id, secret }: ParsedApiKey): string {
  return `${apiKeyPrefix}${tenantId}.${id}.${secret}`
}

/** Returns the parts of a key; null for any other text. */
export function parseApiKey(text: string): ParsedApiKey | null {
  const [, tenant, id, secret] = format.exec(text) ?? []
  const tenantId = tenantIdSchema.safeParse(tenant)
  if (!tenantId.success || id === undefined || secret === undefined) return null
  return { tenantId: tenantId.data, id, secret }
}

/** Returns the SHA-256 of the secret's characters. The secret is 256 random bits, so a slow hash would add nothing. */
export function hashApiKeySecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
