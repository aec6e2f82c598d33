import type { JsonObject } from './json.ts'
import { timestamp } from './answer.ts'

/** What a token may do, and for how many seconds; a `ttl` of 0 never ends. */
export interface TokenGrant {
  readonly policies: readonly string[]
  readonly ttl?: number
  /** The limit of its renewals, counted from its creation. Default: 0, which is no limit. */
  readonly maxTtl?: number
  readonly renewable?: boolean
}

export interface Token {
  readonly secret: string
  readonly grant: Required<TokenGrant>
  readonly createdAt: number
  readonly expiresAt: number | null
}

/** The issued tokens, which expire by the injected clock. */
export class TokenStore {
  readonly #tokens = new Map<string, Token>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  create(grant: TokenGrant, secret = `hvs.simulated-${this.#tokens.size + 1}`): Token {
    const full = { ttl: 0, maxTtl: 0, renewable: true, ...grant }
    const now = this.#now()
    const token = { secret, grant: full, createdAt: now, expiresAt: full.ttl === 0 ? null : now + full.ttl * 1000 }
    this.#tokens.set(secret, token)
    return token
  }

  /** Returns the token unless it is unknown or expired. */
  find(secret: string): Token | null {
    const token = this.#tokens.get(secret)
    if (token === undefined) return null
    return token.expiresAt !== null && token.expiresAt <= this.#now() ? null : token
  }

  /** Extends the token by its TTL, at most to its maximum. Returns null if it is not renewable. */
  renew(token: Token): Token | null {
    const { ttl, maxTtl, renewable } = token.grant
    if (!renewable || token.expiresAt === null) return null
    const limit = maxTtl === 0 ? Number.POSITIVE_INFINITY : token.createdAt + maxTtl * 1000
    const renewed = { ...token, expiresAt: Math.min(this.#now() + ttl * 1000, limit) }
    this.#tokens.set(token.secret, renewed)
    return renewed
  }

  revoke(secret: string): void {
    const token = this.#tokens.get(secret)
    if (token !== undefined) this.#tokens.set(secret, { ...token, expiresAt: 0 })
  }

  /** Ends every token except those of the root policy. */
  revokeAll(): void {
    for (const token of this.#tokens.values()) if (!token.grant.policies.includes('root')) this.revoke(token.secret)
  }

  /** Returns the seconds that are left, a begun one as a whole; 0 for a token that never ends, as Vault writes it. */
  secondsLeft(token: Token): number {
    return token.expiresAt === null ? 0 : Math.max(0, Math.ceil((token.expiresAt - this.#now()) / 1000))
  }

  /** Returns the `auth` block of a login or a renewal. */
  authOf(token: Token): JsonObject {
    return {
      client_token: token.secret,
      accessor: `accessor-of-${token.createdAt}`,
      policies: token.grant.policies,
      token_policies: token.grant.policies,
      metadata: null,
      lease_duration: this.secondsLeft(token),
      renewable: token.grant.renewable,
      entity_id: '',
      token_type: 'service',
      orphan: true,
    }
  }

  /** Returns the `data` block of a look-up. */
  lookUp(token: Token): JsonObject {
    return {
      id: token.secret,
      creation_time: Math.floor(token.createdAt / 1000),
      creation_ttl: token.grant.ttl,
      expire_time: token.expiresAt === null ? null : timestamp(token.expiresAt),
      explicit_max_ttl: 0,
      policies: token.grant.policies,
      renewable: token.grant.renewable,
      ttl: this.secondsLeft(token),
      type: 'service',
    }
  }
}
