import { invalidInput, spApiError, type Answer } from './answer.ts'
import type { Authorisations, Grant } from './authorisations.ts'
import { headerOf, type SimulatedRequest } from './request.ts'

export type Access =
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'refused'; readonly answer: Answer }

const longestUserAgent = 500

/** The form that Amazon requires: `AppId/Version (Language=TypeScript/7; Platform=Node/24)`. */
const userAgentForm = /^[^/()]+\/[^()\s]+ \(Language=[^;()]+(?:; ?[A-Za-z]+=[^;()]+)*\)$/

/** Checks what every operation requires: the user agent, then the access token. */
export function checkAccess(request: SimulatedRequest, authorisations: Authorisations): Access {
  const userAgent = headerOf(request, 'user-agent')
  if (userAgent === null || userAgent.length > longestUserAgent || !userAgentForm.test(userAgent)) {
    return { kind: 'refused', answer: invalidInput('The user-agent header is missing, too long or malformed.') }
  }
  const token = headerOf(request, 'x-amz-access-token')
  if (token === null) return refused('Access token is missing in the request header.')
  const check = authorisations.check(token)
  switch (check.kind) {
    case 'valid':
      return { kind: 'granted', grant: check.grant }
    case 'expired':
      return { kind: 'refused', answer: expiredToken() }
    case 'unknown':
      return refused('The access token you provided is revoked, malformed or invalid.')
  }
}

/** Returns the 403 for an expired token; Amazon answers 403 here, not 401. */
export function expiredToken(): Answer {
  return accessDenied('The access token you provided has expired.')
}

/** Returns a 403 in Amazon's shape; `details` says why. */
export function accessDenied(details: string): Answer {
  return spApiError(403, { code: 'Unauthorized', message: 'Access to requested resource is denied.', details })
}

function refused(details: string): Access {
  return { kind: 'refused', answer: accessDenied(details) }
}
