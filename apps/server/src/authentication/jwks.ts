import { DomainError } from '@orderport/domain'
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'

/** Keys are read again after this time, and go on being used for at most this time where they can't be. */
const freshForMs = 10 * 60_000
const usableForMs = 60 * 60_000
/** After a failure the provider is left alone for this time. */
const pauseMs = 5_000
/**
 * A key that we don't know is looked for at once, so often in such a time, and then at this pace: anybody can make such
 * ids up, which may neither load the provider nor keep a new key out.
 */
const searches = { most: 3, inMs: 30_000, paceMs: 5_000 }
const timeoutMs = 3_000

export interface TokenKeysParts {
  /** The identity provider's JSON Web Key Set. */
  readonly url: string
  readonly now: () => Date
  /** Told when the key set could not be read: why, in English, without its content. */
  readonly onFailure: (reason: string) => void
}

/**
 * Finds the provider's key for a token. Throws jose's JWKSNoMatchingKey where the provider has no such key, and
 * IDENTITY_UNAVAILABLE where that can't be known: the provider is away, or what it answers is no key set.
 */
export function createTokenKeys({ url, now, onFailure }: TokenKeysParts): JWTVerifyGetKey {
  const clock = () => now().getTime()
  // When to read again is decided here: jose would drop the keys that it has while the provider is away.
  const never = Number.POSITIVE_INFINITY
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    cacheMaxAge: never,
    cooldownDuration: never,
  })
  let readAt: number | null = null
  let failedAt: number | null = null
  let searchedAt: readonly number[] = []
  let reading: Promise<boolean> | null = null

  /** True once the key set has been read; false where it can't be. Simultaneous calls share one reading. */
  function read(): Promise<boolean> {
    if (failedAt !== null && clock() - failedAt < pauseMs) return Promise.resolve(false)
    reading ??= readNow().finally(() => {
      reading = null
    })
    return reading
  }

  async function readNow(): Promise<boolean> {
    try {
      await keySet.reload()
      if (keySet.jwks()?.keys.length === 0) throw new errors.JOSEError('The JSON Web Key Set is empty')
      readAt = clock()
      failedAt = null
      return true
    } catch (error) {
      failedAt = clock()
      onFailure(error instanceof errors.JOSEError ? error.message : 'the provider can’t be reached')
      return false
    }
  }

  /** True where the set may be asked for a key that is not in it; a reading that runs already costs nothing. */
  function maySearch(): boolean {
    if (reading !== null) return true
    searchedAt = searchedAt.filter((at) => clock() - at < searches.inMs)
    if (searchedAt.length >= searches.most && searchedAt.some((at) => clock() - at < searches.paceMs)) return false
    searchedAt = [...searchedAt, clock()]
    return true
  }

  return async (header, token) => {
    const age = readAt === null ? never : clock() - readAt
    if (age >= freshForMs && !(await read()) && age >= usableForMs) throw unavailable()
    try {
      return await keySet(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw unavailable(error)
      if (failedAt === null && !maySearch()) throw error
      if (!(await read())) throw unavailable(error)
      return keySet(header, token)
    }
  }
}

function unavailable(cause?: unknown): DomainError {
  return new DomainError('IDENTITY_UNAVAILABLE', { detail: 'the provider’s keys can’t be read', cause })
}
