import type { Caller } from '@orderport/api'
import { DomainError, type ApiKeyStore, type StoredApiKey } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import { timingSafeEqual } from 'node:crypto'
import { hashApiKeySecret, parseApiKey, type ParsedApiKey } from './api-key.ts'

/** A revoked key is refused after this time at the latest, plus one query. */
const cachedForMs = 15_000
const useRecordedEveryMs = 60_000
const maxKeys = 10_000

export interface ApiKeyVerifierDeps {
  readonly apiKeys: ApiKeyStore
  readonly now: () => Date
  /** Called when a key's use can't be recorded. */
  readonly onError: (error: unknown) => void
}

/**
 * Returns who calls with an API key, and the key's tenant. Throws AUTH_REQUIRED for a key that is not valid, whatever
 * the reason, and DATABASE_UNAVAILABLE.
 */
export type VerifyApiKey = (key: string) => Promise<Caller>

export function createApiKeyVerifier({ apiKeys, now, onError }: ApiKeyVerifierDeps): VerifyApiKey {
  const perf = { now: () => now().getTime() }
  // An unknown or revoked key is looked up again each time: only valid keys are cached.
  const stored = new LRUCache<string, StoredApiKey, ParsedApiKey>({
    max: maxKeys,
    ttl: cachedForMs,
    ttlResolution: 0,
    perf,
    ignoreFetchAbort: true,
    fetchMethod: async (_name, _stale, { context }) => {
      const found = await apiKeys.find(context.tenantId, context.id)
      return found === null || found.revoked ? undefined : found
    },
  })
  const used = new LRUCache<string, true>({ max: maxKeys, ttl: useRecordedEveryMs, ttlResolution: 0, perf })

  function recordUse(name: string, { tenantId, id }: ParsedApiKey): void {
    if (used.has(name)) return
    used.set(name, true)
    apiKeys.used(tenantId, id, now().toISOString()).catch(onError)
  }

  return async (text) => {
    const key = parseApiKey(text)
    if (key === null) throw refused('not an API key')
    const name = `${key.tenantId}.${key.id}`
    const found = await stored.fetch(name, { context: key })
    // Hashed and compared for an unknown key too, so that the time to a refusal does not tell whether the id exists.
    const matches = timingSafeEqual(hashApiKeySecret(key.secret), found?.secretHash ?? hashOfNoKey)
    if (found === undefined) throw refused('an unknown or revoked API key')
    if (!matches) throw refused('an API key with a wrong secret')
    if (!isCurrent(found, now())) throw refused('an expired API key')
    recordUse(name, key)
    const { tenantId, id } = key
    return { identity: { actor: `key:${id}`, method: 'api_key', tenants: [tenantId], scopes: found.scopes }, tenantId }
  }
}

function isCurrent({ expiresAt }: StoredApiKey, now: Date): boolean {
  return expiresAt === null || Date.parse(expiresAt) > now.getTime()
}

const hashOfNoKey = new Uint8Array(32)

/** The reason is for the log; callers get the same answer in every case. */
function refused(detail: string): DomainError {
  return new DomainError('AUTH_REQUIRED', { detail })
}
