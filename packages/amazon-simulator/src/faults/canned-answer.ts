import { accessDenied, expiredToken } from '../access.ts'
import { jsonHeaders, spApiError, type Answer } from '../answer.ts'
import { lwaError } from '../lwa.ts'
import type { AmazonOperation } from '../operations.ts'
import type { CannedFault, ForbiddenReason } from './fault.ts'

/** Returns the answer that a fault stands for, in the shape of the API that it meets. */
export function cannedAnswer(fault: CannedFault, operation: AmazonOperation): Answer {
  switch (fault.kind) {
    case 'answer':
      return anyAnswer(fault.status, fault.body, fault.headers)
    case 'throttled': {
      const answer = quotaExceeded()
      if (fault.rateLimit === undefined) return answer
      return { ...answer, headers: { ...answer.headers, 'x-amzn-RateLimit-Limit': fault.rateLimit } }
    }
    case 'forbidden':
      return forbidden(fault.reason)
    case 'too-large':
      return spApiError(413, { code: 'RequestTooLarge', message: 'The request is too large.' })
    case 'internal-failure':
      return operation === 'lwa'
        ? lwaError(500, 'server_error', 'The authorization server met an unexpected condition.')
        : spApiError(500, { code: 'InternalFailure', message: 'We encountered an internal error. Please try again.' })
    case 'unavailable':
      return operation === 'lwa'
        ? lwaError(503, 'temporarily_unavailable', 'The authorization server is overloaded.')
        : spApiError(503, { code: 'ServiceUnavailable', message: 'The service is temporarily unavailable.' })
    case 'html':
      return anyAnswer(200, '<!doctype html><title>Sorry</title><p>Please come back later.</p>', {
        'content-type': 'text/html; charset=utf-8',
      })
    case 'empty':
      return { status: 200, headers: {}, text: '' }
    case 'redirect':
      return { status: 302, headers: { location: fault.location }, text: '' }
  }
}

/** Returns the 429 of an exhausted usage plan. */
export function quotaExceeded(): Answer {
  return spApiError(429, {
    code: 'QuotaExceeded',
    message: 'You exceeded your quota for the requested resource.',
    details: '',
  })
}

function forbidden(reason: ForbiddenReason): Answer {
  switch (reason) {
    case 'expired-token':
      return expiredToken()
    case 'expired-secret':
      return accessDenied('The LWA secret token you provided has expired.')
    case 'no-details':
      return accessDenied('')
    case 'access-denied':
      return spApiError(403, {
        code: 'AccessDeniedException',
        message: 'The application has no access to this operation.',
      })
  }
}

function anyAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: { ...jsonHeaders, ...headers }, text }
}
