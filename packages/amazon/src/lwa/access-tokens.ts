import { ExpiringValues } from './expiring-values.ts'
import { grantKey } from './grant-key.ts'
import { type RefreshGrant, requestAccessToken, type TokenEndpoint } from './request-access-token.ts'
import { usableForMs } from './token-answer.ts'

/** Access tokens by application and refresh token, kept for as long as Amazon says. */
export class AccessTokens {
  readonly #endpoint: TokenEndpoint
  readonly #tokens: ExpiringValues<string>

  /** `now` gives milliseconds. */
  constructor(endpoint: TokenEndpoint, now: () => number) {
    this.#endpoint = endpoint
    this.#tokens = new ExpiringValues('getAccessToken', now)
  }

  /** A usable access token. Throws as requestAccessToken does, and `UPSTREAM_TIMEOUT` when `signal` ends the waiting. */
  get(grant: RefreshGrant, signal: AbortSignal): Promise<string> {
    return this.#tokens.get(grantKey(grant), signal, async (deadline) => {
      const { token, expiresInSeconds } = await requestAccessToken(this.#endpoint, grant, deadline)
      return { value: token, usableForMs: usableForMs(expiresInSeconds) }
    })
  }

  /** Forgets a token that Amazon refused, unless it has already been replaced. */
  drop(grant: RefreshGrant, refused: string): void {
    this.#tokens.drop(grantKey(grant), refused)
  }
}
