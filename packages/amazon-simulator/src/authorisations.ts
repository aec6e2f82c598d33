/** A resource that a restricted data token grants access to. `path` may contain `{orderId}`. */
export interface RestrictedResource {
  readonly method: string
  readonly path: string
  readonly dataElements: readonly string[]
}

/** What an access token grants access to: one seller's data. `resources` is null for an ordinary token. */
export interface Grant {
  readonly sellerId: string
  /** The authorisation under which it was issued. */
  readonly refreshToken: string
  readonly resources: readonly RestrictedResource[] | null
}

/** Whose token came with a request, and which kind of token. */
export interface Caller {
  readonly sellerId: string
  readonly token: 'ordinary' | 'restricted'
}

export type TokenCheck =
  | { readonly kind: 'valid'; readonly grant: Grant }
  | { readonly kind: 'expired' }
  | { readonly kind: 'unknown' }

interface ClientSecret {
  readonly clientSecret: string
  /** When it ends, in milliseconds since 1970. */
  readonly until: number
}

interface IssuedToken extends Grant {
  readonly expiresAt: number
}

export interface AuthorisationsOptions {
  readonly now: () => number
  readonly newId: () => string
  readonly accessTokenSeconds: number
}

/** The applications, the sellers' authorisations and the tokens issued under them. */
export class Authorisations {
  readonly #now: () => number
  readonly #newId: () => string
  readonly #secrets = new Map<string, readonly ClientSecret[]>()
  readonly #sellers = new Map<string, string>()
  readonly #issued = new Map<string, IssuedToken>()
  /** How long an access token lives; applies to tokens issued from now on. */
  accessTokenSeconds: number

  constructor(options: AuthorisationsOptions) {
    this.#now = options.now
    this.#newId = options.newId
    this.accessTokenSeconds = options.accessTokenSeconds
  }

  registerApplication(clientId: string, clientSecret: string): void {
    this.#secrets.set(clientId, [{ clientSecret, until: Number.POSITIVE_INFINITY }])
  }

  /** Gives an application another secret; those that it has are accepted until then. */
  rotateSecret(clientId: string, clientSecret: string, oldUntil: number): void {
    const old = (this.#secrets.get(clientId) ?? []).map((secret) => ({
      clientSecret: secret.clientSecret,
      until: Math.min(secret.until, oldUntil),
    }))
    this.#secrets.set(clientId, [...old, { clientSecret, until: Number.POSITIVE_INFINITY }])
  }

  knowsApplication(clientId: string, clientSecret: string): boolean {
    const secrets = this.#secrets.get(clientId) ?? []
    return secrets.some((secret) => secret.clientSecret === clientSecret && this.#now() < secret.until)
  }

  authorise(refreshToken: string, sellerId: string): void {
    const owner = this.#sellers.get(refreshToken)
    if (owner !== undefined && owner !== sellerId) throw new Error('this refresh token belongs to another seller')
    this.#sellers.set(refreshToken, sellerId)
  }

  /** Ends an authorisation and the access tokens issued under it. */
  revoke(refreshToken: string): void {
    if (!this.#sellers.delete(refreshToken)) throw new Error('no such refresh token')
    for (const [token, issued] of this.#issued) {
      if (issued.refreshToken === refreshToken) this.#issued.delete(token)
    }
  }

  expireAccessTokens(): void {
    for (const [token, issued] of this.#issued) this.#issued.set(token, { ...issued, expiresAt: this.#now() })
  }

  /** Returns a new access token, or null if the refresh token is no authorisation (any more). */
  /** Returns a token of the application itself, which opens no seller's data. */
  issueGrantlessToken(): string {
    return `Atza|${this.#newId()}`
  }

  issueAccessToken(refreshToken: string): string | null {
    const sellerId = this.#sellers.get(refreshToken)
    if (sellerId === undefined) return null
    const token = `Atza|${this.#newId()}`
    const expiresAt = this.#now() + this.accessTokenSeconds * 1000
    this.#issued.set(token, { sellerId, refreshToken, resources: null, expiresAt })
    return token
  }

  /** Returns a new restricted data token, which lives for an hour. */
  issueRestrictedToken({ sellerId, refreshToken }: Grant, resources: readonly RestrictedResource[]): string {
    const token = `Atz.sprdt|${this.#newId()}`
    this.#issued.set(token, { sellerId, refreshToken, resources, expiresAt: this.#now() + 3_600_000 })
    return token
  }

  check(token: string): TokenCheck {
    const issued = this.#issued.get(token)
    if (issued === undefined) return { kind: 'unknown' }
    return issued.expiresAt <= this.#now() ? { kind: 'expired' } : { kind: 'valid', grant: issued }
  }

  /** Returns whose token it is, valid or not; null for an unknown one. */
  callerWith(token: string): Caller | null {
    const issued = this.#issued.get(token)
    if (issued === undefined) return null
    return { sellerId: issued.sellerId, token: issued.resources === null ? 'ordinary' : 'restricted' }
  }
}
