import { accessDenied, expiredToken } from '../access.ts'
import { invalidInput, jsonHeaders, spApiError, withHeaders, type Answer } from '../answer.ts'
import { lwaError } from '../lwa.ts'
import { orderNotFound, unknownOrderId } from '../order-lookup.ts'
import { roleMissing } from '../orders-v0/restricted-data.ts'
import type { SimulatedRequest } from '../request.ts'
import type { CannedFault, ForbiddenReason, HeaderChange } from './fault.ts'
import { gatewayAnswer } from './gateway-answer.ts'

/** Returns the answer that a fault stands for, in the shape of the API that it meets. */
export function cannedAnswer(fault: CannedFault, { operation, orderId }: SimulatedRequest): Answer {
  switch (fault.kind) {
    case 'answer':
      return anyAnswer(fault.status, fault.body, fault.headers)
    case 'throttled':
      return withHeaders(quotaExceeded(), {
        'x-amzn-RateLimit-Limit': fault.rateLimit ?? null,
        'Retry-After': fault.retryAfter ?? null,
      })
    case 'forbidden':
      return forbidden(fault.reason)
    case 'too-large':
      return spApiError(413, { code: 'RequestTooLarge', message: 'The request is too large.' })
    case 'internal-failure':
      return operation === 'lwa'
        ? lwaError('server_error')
        : spApiError(500, { code: 'InternalFailure', message: 'We encountered an internal error. Please try again.' })
    case 'unavailable': {
      const answer =
        operation === 'lwa'
          ? lwaError('temporarily_unavailable')
          : spApiError(503, { code: 'ServiceUnavailable', message: 'The service is temporarily unavailable.' })
      return withHeaders(answer, { 'Retry-After': fault.retryAfter ?? null })
    }
    case 'html':
      return anyAnswer(200, '<!doctype html><title>Sorry</title><p>Please come back later.</p>', {
        'content-type': 'text/html; charset=utf-8',
      })
    case 'empty': {
      const { body = '' } = fault
      return { status: 200, headers: body === '' ? {} : jsonHeaders, text: body }
    }
    case 'redirect':
      return { status: 302, headers: { location: fault.location }, text: '' }
    case 'gateway':
      return gatewayAnswer(fault)
    case 'order-unknown':
      return fault.status === 400 ? unknownOrderId(orderId ?? '') : orderNotFound()
    case 'part-refused':
      return fault.status === 403 ? accessDenied('') : invalidInput(`Invalid value for includedData: ${fault.part}.`)
    case 'restricted-data-refused':
      return roleMissing(fault.status ?? 400, ['buyerInfo', 'shippingAddress'])
    case 'lwa-error': {
      const answer = lwaError(fault.error)
      return { ...answer, status: fault.status ?? answer.status }
    }
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

function anyAnswer(status: number, body: unknown, headers: HeaderChange = {}): Answer {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return withHeaders({ status, headers: jsonHeaders, text }, headers)
}
