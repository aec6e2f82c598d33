import { createHash } from 'node:crypto'
import { DomainError, type Deadline } from '@orderport/domain'
import { ExpiringValues, type Renewed } from './expiring-values.ts'
import { type RefreshGrant, requestAccessToken, type TokenEndpoint } from './request-access-token.ts'
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
      const { token, expiresInSeconds } = await requestAccessToken(this.#deps.endpoint, grant, deadline)
      return { value: token, usableForMs: usableForMs(expiresInSeconds) }
    } catch (error) {
      if (DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID') this.#deps.onApplicationRefused?.()
      throw error
    }
  }
}

/** Returns a key that doesn't reveal the grant. Another refresh token or another application gives another key. */
export function grantKey({ application, refreshToken }: RefreshGrant): string {
  return createHash('sha256')
    .update(JSON.stringify([application.clientId, refreshToken]))
    .digest('base64')
}
