import { jsonAnswer, type Answer } from './answer.ts'
import type { Authorisations } from './authorisations.ts'
import { headerOf, parseObject, type SimulatedRequest } from './request.ts'

/** The error codes of Login with Amazon that the simulator uses. */
export type LwaErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'unsupported_grant_type'
  | 'server_error'
  | 'temporarily_unavailable'

/** Returns an error in the shape of Login with Amazon: `{ error, error_description }`. */
export function lwaError(status: number, error: LwaErrorCode, description: string): Answer {
  return jsonAnswer(status, { error, error_description: description })
}

/** Answers a request to the token endpoint, which exchanges a refresh token for an access token. */
export function answerLwa(request: SimulatedRequest, authorisations: Authorisations): Answer {
  if (request.method !== 'POST') return lwaError(400, 'invalid_request', 'The request must be a POST.')
  const parameters = parametersOf(request)
  if (parameters === null) return lwaError(400, 'invalid_request', 'The request body could not be read.')
  const grantType = parameters.get('grant_type')
  if (!grantType) return missing('grant_type')
  if (grantType !== 'refresh_token') {
    return lwaError(400, 'unsupported_grant_type', 'The authorization grant type is not supported.')
  }
  const refreshToken = parameters.get('refresh_token')
  const clientId = parameters.get('client_id')
  const clientSecret = parameters.get('client_secret')
  if (!refreshToken) return missing('refresh_token')
  if (!clientId) return missing('client_id')
  if (!clientSecret) return missing('client_secret')
  if (!authorisations.knowsApplication(clientId, clientSecret)) {
    return lwaError(401, 'invalid_client', 'Client authentication failed')
  }
  return issue(refreshToken, authorisations)
}

function issue(refreshToken: string, authorisations: Authorisations): Answer {
  const accessToken = authorisations.issueAccessToken(refreshToken)
  if (accessToken === null) {
    return lwaError(
      400,
      'invalid_grant',
      "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.",
    )
  }
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
  return lwaError(400, 'invalid_request', `The request is missing a required parameter : ${name}`)
}
