import { createHash } from 'node:crypto'
import { DomainError, type Deadline } from '@orderport/domain'
import { ExpiringValues, type Renewed } from './expiring-values.ts'
import { type AccessToken, type RefreshGrant, requestAccessToken, type TokenEndpoint } from './request-access-token.ts'
import { usableForMs } from './token-answer.ts'

export interface AccessTokensDeps {
  readonly endpoint: TokenEndpoint
  /** Milliseconds. */
  readonly now: () => number
  /** Called when Amazon refuses our application: its credentials may have been rotated since they were read. */
  readonly onApplicationRefused?: () => void
}

/** Access tokens by application and refresh token, kept for as long as Amazon allows. */
export class AccessTokens {
  readonly #deps: AccessTokensDeps
  readonly #tokens: ExpiringValues<string>

  constructor(deps: AccessTokensDeps) {
    this.#deps = deps
    this.#tokens = new ExpiringValues('getAccessToken', deps.now)
  }

  /** Returns a usable token. Throws as requestAccessToken does, and `UPSTREAM_TIMEOUT` when `signal` ends the wait. */
  get(grant: RefreshGrant, signal: AbortSignal): Promise<string> {
    return this.#tokens.get(grantKey(grant), signal, (deadline) => this.#renew(grant, deadline))
  }

  /** Forgets a token that Amazon refused, unless it has already been replaced. */
  drop(grant: RefreshGrant, refused: string): void {
    this.#tokens.drop(grantKey(grant), refused)
  }

  async #renew(grant: RefreshGrant, deadline: Deadline): Promise<Renewed<string>> {
    try {
      const { token, expiresInSeconds } = await this.#request(grant, deadline)
      return { value: token, usableForMs: usableForMs(expiresInSeconds) }
    } catch (error) {
      if (DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID') this.#deps.onApplicationRefused?.()
      throw error
    }
  }

  /** Asks with the application's secret, and with the one before it where Amazon refuses the new one. */
  async #request(grant: RefreshGrant, deadline: Deadline): Promise<AccessToken> {
    const { endpoint, now } = this.#deps
    try {
      return await requestAccessToken(endpoint, grant, deadline)
    } catch (error) {
      const { previous, ...application } = grant.application
      const isRefused = DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID'
      if (!isRefused || previous === undefined) throw error
      if (previous.until !== null && Date.parse(previous.until) <= now()) throw error
      const older = { ...grant, application: { ...application, clientSecret: previous.clientSecret } }
      return requestAccessToken(endpoint, older, deadline)
    }
  }
}

/** Returns a key that doesn't reveal the grant. Another refresh token or another application gives another key. */
export function grantKey({ application, refreshToken }: RefreshGrant): string {
  return createHash('sha256')
    .update(JSON.stringify([application.clientId, refreshToken]))
    .digest('base64')
}
