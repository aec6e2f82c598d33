import { DomainError } from '@orderport/domain'
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'

/** The key set is reloaded after `freshForMs`. When that fails, it stays in use until it is `usableForMs` old. */
const freshForMs = 10 * 60_000
const usableForMs = 60 * 60_000
/** After a failed reload the provider is left alone for this time. */
const pauseMs = 5_000
/**
 * An unknown key id makes us reload at once: at most so many times in a window, after that at a slower pace. Anybody
 * can invent key ids, and must neither load the provider nor keep its new key out.
 */
const lookUps = { most: 3, inMs: 30_000, paceMs: 5_000 }
const timeoutMs = 3_000

export interface JwksOptions {
  /** The identity provider's JSON Web Key Set. */
  readonly url: string
  readonly now: () => Date
  /** Called when the key set can't be loaded, with the reason in English, without its content. */
  readonly onFailure: (reason: string) => void
}

/**
 * Returns the provider's key for a token. Throws jose's JWKSNoMatchingKey when the provider has no such key, and
 * IDENTITY_UNAVAILABLE when that can't be known: the provider is unreachable, or its answer is no key set.
 */
export function createJwks({ url, now, onFailure }: JwksOptions): JWTVerifyGetKey {
  const clock = () => now().getTime()
  // This file decides when to reload: jose would stop using its keys while the provider is unreachable.
  const never = Number.POSITIVE_INFINITY
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    cacheMaxAge: never,
    cooldownDuration: never,
  })
  let loadedAt: number | null = null
  let failedAt: number | null = null
  let lookedUpAt: readonly number[] = []
  let loading: Promise<boolean> | null = null

  /** Returns whether the key set could be loaded. Simultaneous calls share one request. */
  function load(): Promise<boolean> {
    if (failedAt !== null && clock() - failedAt < pauseMs) return Promise.resolve(false)
    loading ??= loadNow().finally(() => {
      loading = null
    })
    return loading
  }

  async function loadNow(): Promise<boolean> {
    try {
      await keySet.reload()
      if (keySet.jwks()?.keys.length === 0) throw new errors.JOSEError('The JSON Web Key Set is empty')
      loadedAt = clock()
      failedAt = null
      return true
    } catch (error) {
      failedAt = clock()
      onFailure(error instanceof errors.JOSEError ? error.message : 'the provider can’t be reached')
      return false
    }
  }

  /** Returns whether an unknown key id may cause a reload now. Joining a reload that is under way costs nothing. */
  function mayLookUp(): boolean {
    if (loading !== null) return true
    lookedUpAt = lookedUpAt.filter((at) => clock() - at < lookUps.inMs)
    if (lookedUpAt.length >= lookUps.most && lookedUpAt.some((at) => clock() - at < lookUps.paceMs)) return false
    lookedUpAt = [...lookedUpAt, clock()]
    return true
  }

  return async (header, token) => {
    const age = loadedAt === null ? never : clock() - loadedAt
    if (age >= freshForMs && !(await load()) && age >= usableForMs) throw unavailable()
    try {
      return await keySet(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw unavailable(error)
      if (failedAt === null && !mayLookUp()) throw error
      if (!(await load())) throw unavailable(error)
      return keySet(header, token)
    }
  }
}

function unavailable(cause?: unknown): DomainError {
  return new DomainError('IDENTITY_UNAVAILABLE', { detail: 'the provider’s keys can’t be read', cause })
}
