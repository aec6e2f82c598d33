import { type Deadline, DomainError } from '@orderport/domain'
import { z } from 'zod'
import type { Application } from '../credentials.ts'
import { sendRequest, type TransportDeps } from '../transport/send-request.ts'
import { checkedUserAgent, defaultUserAgent } from '../user-agent.ts'
import { requestToken } from './request-access-token.ts'
import { tokenText } from './token-answer.ts'

/** A scope that every application may ask for without a seller. */
const scope = 'sellingpartnerapi::notifications'

const answerSchema = z.object({ access_token: tokenText })

export interface ProveApplicationOptions {
  /** The token endpoint of Login with Amazon. */
  readonly lwa: string
  readonly userAgent?: string | undefined
  readonly fetch?: typeof fetch | undefined
  /** Returns milliseconds. */
  readonly now?: (() => number) | undefined
  /** Called for the request, for logs and metrics. Must not throw. */
  readonly onAttempt?: TransportDeps['onAttempt'] | undefined
}

/**
 * Proves an application's secret by one token of its own, without a seller, which is thrown away. Returns false where
 * Amazon refuses the application. Throws `RATE_LIMITED`, `UPSTREAM_TIMEOUT` and `UPSTREAM_ERROR` where it says neither.
 */
export async function proveApplication(
  { lwa, userAgent = defaultUserAgent, onAttempt = () => undefined, ...options }: ProveApplicationOptions,
  { clientId, clientSecret }: Application,
  deadline: Deadline,
): Promise<boolean> {
  const transport: TransportDeps = { fetch: options.fetch ?? fetch, now: options.now ?? Date.now, onAttempt }
  const endpoint = {
    url: lwa,
    userAgent: checkedUserAgent(userAgent),
    send: (request: Parameters<typeof sendRequest>[1]) => sendRequest(transport, request),
  }
  const form = { grant_type: 'client_credentials', scope, client_id: clientId, client_secret: clientSecret }
  try {
    const answer = await requestToken(endpoint, { form, sellerId: '' }, deadline)
    if (answer.body.kind === 'json' && answerSchema.safeParse(answer.body.value).success) return true
    throw new DomainError('UPSTREAM_ERROR', { detail: 'getAccessToken answered 200 without a readable token' })
  } catch (error) {
    if (DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID') return false
    // Without a seller there is nothing that a seller could authorise anew.
    if (DomainError.is(error) && error.code === 'CHANNEL_REAUTH_REQUIRED') {
      throw new DomainError('UPSTREAM_ERROR', { detail: error.detail ?? 'getAccessToken failed', cause: error })
    }
    throw error
  }
}
