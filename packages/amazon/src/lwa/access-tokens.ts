import { createHash } from 'node:crypto'
import { abortFailure } from '../http/transport-failure.ts'
import { type RefreshGrant, requestAccessToken, type TokenEndpoint } from './request-access-token.ts'

/** A token is not used in its last minute: the request that carries it takes time. */
const marginMs = 60_000
const maxTokens = 1000
/** A renewal has its own deadline: it serves every caller that waits for it, so none of theirs may end it. */
const renewalTimeoutMs = 10_000

interface CachedToken {
  readonly token: string
  readonly usableUntil: number
}

/**
 * Access tokens by application and refresh token, kept in this process for as long as Amazon says. One renewal at a time
 * for each; the least recently used go first when there are too many. Keys are hashes: a rotated refresh token is a new key.
 */
export class AccessTokens {
  readonly #endpoint: TokenEndpoint
  readonly #now: () => number
  readonly #cached = new Map<string, CachedToken>()
  readonly #renewals = new Map<string, Promise<string>>()

  /** `now` gives milliseconds. */
  constructor(endpoint: TokenEndpoint, now: () => number) {
    this.#endpoint = endpoint
    this.#now = now
  }

  /** A usable access token. Throws as requestAccessToken does, and `UPSTREAM_TIMEOUT` when `signal` ends the waiting. */
  async get(grant: RefreshGrant, signal: AbortSignal): Promise<string> {
    if (signal.aborted) throw abortFailure('getAccessToken', signal)
    const key = keyOf(grant)
    const cached = this.#cached.get(key)
    if (cached !== undefined && cached.usableUntil > this.#now()) {
      this.#keep(key, cached)
      return cached.token
    }
    return untilAborted(this.#renewals.get(key) ?? this.#startRenewal(key, grant), signal)
  }

  /** Forgets a token that Amazon refused, unless it has already been replaced. */
  drop(grant: RefreshGrant, refused: string): void {
    const key = keyOf(grant)
    if (this.#cached.get(key)?.token === refused) this.#cached.delete(key)
  }

  #startRenewal(key: string, grant: RefreshGrant): Promise<string> {
    const renewal = this.#renew(key, grant).finally(() => this.#renewals.delete(key))
    this.#renewals.set(key, renewal)
    return renewal
  }

  async #renew(key: string, grant: RefreshGrant): Promise<string> {
    const askedAt = this.#now()
    const { token, expiresInSeconds } = await requestAccessToken(
      this.#endpoint,
      grant,
      AbortSignal.timeout(renewalTimeoutMs),
    )
    this.#keep(key, { token, usableUntil: askedAt + expiresInSeconds * 1000 - marginMs })
    return token
  }

  #keep(key: string, token: CachedToken): void {
    this.#cached.delete(key)
    this.#cached.set(key, token)
    for (const oldest of this.#cached.keys()) {
      if (this.#cached.size <= maxTokens) break
      this.#cached.delete(oldest)
    }
  }
}

function keyOf(grant: RefreshGrant): string {
  return createHash('sha256')
    .update(JSON.stringify([grant.clientId, grant.refreshToken]))
    .digest('base64')
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(abortFailure('getAccessToken', signal))
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
