import type { Caller } from '@orderport/api'
import { DomainError, type ApiKeyStore, type StoredApiKey } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import { timingSafeEqual } from 'node:crypto'
import { hashApiKeySecret, parseApiKey, type ApiKeyParts } from './api-key.ts'

/** A revocation is felt after this time at the latest, and the time of one query. */
const rememberedForMs = 15_000
const useNotedEveryMs = 60_000
const maxKeys = 10_000

export interface ApiKeyVerifierParts {
  readonly apiKeys: ApiKeyStore
  readonly now: () => Date
  /** Told when a key's use could not be noted. */
  readonly onError: (error: unknown) => void
}

/** Gives who calls with an API key, and its tenant. Throws AUTH_REQUIRED for any that doesn't hold, whatever the reason; DATABASE_UNAVAILABLE. */
export type VerifyApiKey = (key: string) => Promise<Caller>

export function createApiKeyVerifier({ apiKeys, now, onError }: ApiKeyVerifierParts): VerifyApiKey {
  const perf = { now: () => now().getTime() }
  // A key that isn't there, or no longer holds, is asked for again each time: only good answers are remembered.
  const known = new LRUCache<string, StoredApiKey, ApiKeyParts>({
    max: maxKeys,
    ttl: rememberedForMs,
    ttlResolution: 0,
    perf,
    ignoreFetchAbort: true,
    fetchMethod: async (_name, _stale, { context }) => {
      const stored = await apiKeys.find(context.tenantId, context.id)
      return stored === null || stored.revoked ? undefined : stored
    },
  })
  const noted = new LRUCache<string, true>({ max: maxKeys, ttl: useNotedEveryMs, ttlResolution: 0, perf })

  function noteUse(name: string, { tenantId, id }: ApiKeyParts): void {
    if (noted.has(name)) return
    noted.set(name, true)
    apiKeys.used(tenantId, id, now().toISOString()).catch(onError)
  }

  return async (text) => {
    const parts = parseApiKey(text)
    if (parts === null) throw refused('not an API key')
    const name = `${parts.tenantId}.${parts.id}`
    const stored = await known.fetch(name, { context: parts })
    // Hashed and compared for unknown keys too: the time to a refusal doesn't tell whether the id exists.
    const matches = timingSafeEqual(hashApiKeySecret(parts.secret), stored?.secretHash ?? nobodysHash)
    if (stored === undefined) throw refused('an unknown or revoked API key')
    if (!matches) throw refused('an API key with a wrong secret')
    if (!isCurrent(stored, now())) throw refused('an expired API key')
    noteUse(name, parts)
    const { tenantId, id } = parts
    return { identity: { actor: `key:${id}`, method: 'api_key', tenants: [tenantId], scopes: stored.scopes }, tenantId }
  }
}

function isCurrent({ expiresAt }: StoredApiKey, now: Date): boolean {
  return expiresAt === null || Date.parse(expiresAt) > now.getTime()
}

const nobodysHash = new Uint8Array(32)

/** The reason is for the log; callers are told the same in every case. */
function refused(detail: string): DomainError {
  return new DomainError('AUTH_REQUIRED', { detail })
}
