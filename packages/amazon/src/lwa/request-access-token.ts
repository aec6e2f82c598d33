import { type Deadline, DomainError, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'
import type { SellerSession } from '../seller-session.ts'
import { answerFailure, readAmazonError } from '../transport/amazon-error.ts'
import type { Operation, Send, UpstreamAnswer } from '../transport/upstream-request.ts'
import { lifetimeSeconds, tokenText } from './token-answer.ts'

/** The part of a session that Login with Amazon exchanges for an access token, and whose it is. */
export type RefreshGrant = Pick<SellerSession, 'sellerId' | 'application' | 'refreshToken'>

export interface AccessToken {
  readonly token: string
  /** 0 where Amazon states no lifetime, so that the token is not kept. */
  readonly expiresInSeconds: number
}

/** Where Login with Amazon is, and how requests to it are sent. */
export interface TokenEndpoint {
  readonly url: string
  readonly userAgent: string
  readonly send: Send
}

export const getAccessTokenOperation: Operation = {
  name: 'getAccessToken',
  method: 'POST',
  pathTemplate: '/auth/o2/token',
}

const answerSchema = z.object({ access_token: tokenText, expires_in: lifetimeSeconds })

/**
 * Exchanges a refresh token for an access token: one request.
 * Throws `CHANNEL_REAUTH_REQUIRED` when the seller has to authorise our application anew, `APP_CREDENTIALS_INVALID`
 * when Amazon refuses our application, `RATE_LIMITED`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for everything else.
 * Source: https://developer-docs.amazon.com/sp-api/docs/connecting-to-the-selling-partner-api
 */
export async function requestAccessToken(
  endpoint: TokenEndpoint,
  grant: RefreshGrant,
  deadline: Deadline,
): Promise<AccessToken> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: grant.refreshToken,
    client_id: grant.application.clientId,
    client_secret: grant.application.clientSecret,
  }
  const answer = await requestToken(endpoint, { form, sellerId: grant.sellerId }, deadline)
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (parsed.success) return { token: parsed.data.access_token, expiresInSeconds: parsed.data.expires_in }
  throw new DomainError('UPSTREAM_ERROR', { detail: 'getAccessToken answered 200 without a readable token' })
}

/** Posts a form to Login with Amazon. Returns an answer with status 200, and throws as `requestAccessToken` does. */
export async function requestToken(
  { url, userAgent, send }: TokenEndpoint,
  { form, sellerId }: { readonly form: Readonly<Record<string, string>>; readonly sellerId: string },
  deadline: Deadline,
): Promise<UpstreamAnswer> {
  const answer = await send({
    operation: getAccessTokenOperation,
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      'user-agent': userAgent,
    },
    body: new URLSearchParams(form).toString(),
    sellerId,
    deadline,
  })
  if (answer.status === 200) return answer
  throw answerFailure(codeFromAnswer(answer), getAccessTokenOperation, answer)
}

function codeFromAnswer(answer: UpstreamAnswer): ErrorCode {
  if (answer.status === 429) return 'RATE_LIMITED'
  if (answer.status < 400 || answer.status >= 500) return 'UPSTREAM_ERROR'
  switch (readAmazonError(answer.body)?.code) {
    // The grant was withdrawn, or it was given to another application: only the seller can authorise ours.
    case 'invalid_grant':
    case 'unauthorized_client':
      return 'CHANNEL_REAUTH_REQUIRED'
    case 'invalid_client':
      return 'APP_CREDENTIALS_INVALID'
    default:
      return 'UPSTREAM_ERROR'
  }
}
