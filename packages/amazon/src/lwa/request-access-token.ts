import { DomainError, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'
import { readAmazonError } from '../transport/amazon-error.ts'
import { answerFailure } from '../transport/upstream-failure.ts'
import type { Send, UpstreamAnswer } from '../transport/upstream-request.ts'
import { lifetimeSeconds, tokenText } from './token-answer.ts'

/** What Login with Amazon turns into an access token, and whose it is. Holds secrets: never logged. */
export interface RefreshGrant {
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly sellerId: string
}

export interface AccessToken {
  readonly token: string
  /** How long it lives; 0 where Amazon does not say, so that it is not kept. */
  readonly expiresInSeconds: number
}

export interface TokenEndpoint {
  readonly url: string
  readonly userAgent: string
  readonly send: Send
}

const answerSchema = z.object({ access_token: tokenText, expires_in: lifetimeSeconds })

/**
 * Exchanges a refresh token for an access token: one request.
 * Throws `CHANNEL_REAUTH_REQUIRED` when the seller's authorisation is gone, `APP_CREDENTIALS_INVALID` when our application
 * is refused, `RATE_LIMITED`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for everything else.
 * Source: https://developer-docs.amazon.com/sp-api/docs/connecting-to-the-selling-partner-api
 */
export async function requestAccessToken(
  endpoint: TokenEndpoint,
  grant: RefreshGrant,
  signal: AbortSignal,
): Promise<AccessToken> {
  const answer = await endpoint.send({
    operation: 'getAccessToken',
    method: 'POST',
    url: endpoint.url,
    pathTemplate: '/auth/o2/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      'user-agent': endpoint.userAgent,
    },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: grant.refreshToken,
      client_id: grant.clientId,
      client_secret: grant.clientSecret,
    }).toString(),
    sellerId: grant.sellerId,
    signal,
  })
  return readToken(answer)
}

function readToken(answer: UpstreamAnswer): AccessToken {
  if (answer.status !== 200) throw answerFailure(failureOf(answer), 'getAccessToken', answer)
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (parsed.success) return { token: parsed.data.access_token, expiresInSeconds: parsed.data.expires_in }
  throw new DomainError('UPSTREAM_ERROR', { detail: 'getAccessToken answered 200 without a readable token' })
}

function failureOf(answer: UpstreamAnswer): ErrorCode {
  if (answer.status === 429) return 'RATE_LIMITED'
  if (answer.status < 400 || answer.status >= 500) return 'UPSTREAM_ERROR'
  switch (readAmazonError(answer.body)?.code) {
    case 'invalid_grant':
      return 'CHANNEL_REAUTH_REQUIRED'
    case 'invalid_client':
    case 'unauthorized_client':
      return 'APP_CREDENTIALS_INVALID'
    default:
      return 'UPSTREAM_ERROR'
  }
}
