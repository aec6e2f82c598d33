import { jsonAnswer, type Answer } from './answer.ts'
import type { Authorisations } from './authorisations.ts'
import { headerOf, parseObject, type SimulatedRequest } from './request.ts'

/** The error codes of Login with Amazon that the simulator uses. */
export type LwaErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'server_error'
  | 'temporarily_unavailable'

/** The status and the sentence of each error. That of `unauthorized_client` isn't documented. */
const usualErrors: Readonly<Record<LwaErrorCode, { readonly status: number; readonly description: string }>> = {
  invalid_client: { status: 401, description: 'Client authentication failed' },
  invalid_grant: {
    status: 400,
    description:
      "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.",
  },
  invalid_request: { status: 400, description: 'The request is malformed.' },
  unauthorized_client: { status: 400, description: 'Not authorized for requested operation' },
  access_denied: { status: 403, description: 'The request was denied.' },
  unsupported_grant_type: { status: 400, description: 'The authorization grant type is not supported.' },
  invalid_scope: { status: 400, description: 'The request has an invalid scope.' },
  server_error: { status: 500, description: 'The authorization server met an unexpected condition.' },
  temporarily_unavailable: { status: 503, description: 'The authorization server is overloaded.' },
}

export function isLwaErrorCode(value: unknown): value is LwaErrorCode {
  return typeof value === 'string' && Object.hasOwn(usualErrors, value)
}

/** Returns an error in the shape of Login with Amazon: `{ error, error_description }`. */
export function lwaError(error: LwaErrorCode, description = usualErrors[error].description): Answer {
  return jsonAnswer(usualErrors[error].status, { error, error_description: description })
}

/** What an application may ask for without a seller. */
const grantlessScopes: ReadonlySet<string | undefined> = new Set([
  'sellingpartnerapi::notifications',
  'sellingpartnerapi::client_credential:rotation',
])

/**
 * Answers a request to the token endpoint: a refresh token is exchanged for an access token, and an application gets
 * one of its own, which opens no operation that the simulator imitates.
 */
export function answerLwa(request: SimulatedRequest, authorisations: Authorisations): Answer {
  if (request.method !== 'POST') return lwaError('invalid_request', 'The request must be a POST.')
  const parameters = parametersOf(request)
  if (parameters === null) return lwaError('invalid_request', 'The request body could not be read.')
  const grantType = parameters.get('grant_type')
  if (!grantType) return missing('grant_type')
  if (grantType !== 'refresh_token' && grantType !== 'client_credentials') return lwaError('unsupported_grant_type')
  const refreshToken = parameters.get('refresh_token')
  const clientId = parameters.get('client_id')
  const clientSecret = parameters.get('client_secret')
  if (grantType === 'refresh_token' && !refreshToken) return missing('refresh_token')
  if (!clientId) return missing('client_id')
  if (!clientSecret) return missing('client_secret')
  if (!authorisations.knowsApplication(clientId, clientSecret)) return lwaError('invalid_client')
  if (refreshToken && grantType === 'refresh_token') return issue(refreshToken, authorisations)
  if (!grantlessScopes.has(parameters.get('scope'))) return lwaError('invalid_scope')
  const { accessTokenSeconds } = authorisations
  const token = authorisations.issueGrantlessToken()
  return jsonAnswer(200, { access_token: token, token_type: 'bearer', expires_in: accessTokenSeconds })
}

function issue(refreshToken: string, authorisations: Authorisations): Answer {
  const accessToken = authorisations.issueAccessToken(refreshToken)
  if (accessToken === null) return lwaError('invalid_grant')
  return jsonAnswer(200, {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: authorisations.accessTokenSeconds,
  })
}

/** Returns the parameters of a form or a JSON body; null if the body is neither, or the content type says so. */
function parametersOf(request: SimulatedRequest): Map<string, string> | null {
  const type = headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return new Map(new URLSearchParams(request.body))
  if (type !== 'application/json') return null
  const body = parseObject(request.body)
  if (body === null) return null
  const entries = Object.entries(body)
  return new Map(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])))
}

function missing(name: string): Answer {
  return lwaError('invalid_request', `The request is missing a required parameter : ${name}`)
}
