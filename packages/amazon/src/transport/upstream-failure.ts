import { DomainError, type ErrorCode } from '@orderport/domain'
import { loggableCode, readAmazonError } from './amazon-error.ts'
import type { UpstreamAnswer, UpstreamOperation } from './upstream-request.ts'

/** Seconds to wait where Amazon does not say: the published plan of getOrder is one request in two seconds. */
const defaultWaitSeconds = 2
const longestWaitSeconds = 3600

/** The DomainError for an answer, with what its log line needs: operation, status, Amazon's code and request id. */
export function answerFailure(code: ErrorCode, operation: UpstreamOperation, answer: UpstreamAnswer): DomainError {
  const amazonCode = loggableCode(readAmazonError(answer.body)) ?? answer.body.kind
  return new DomainError(code, {
    detail: `${operation} answered ${answer.status} ${amazonCode} (Amazon request ${answer.requestId ?? 'without id'})`,
    ...waitBefore(code, answer),
  })
}

function waitBefore(code: ErrorCode, answer: UpstreamAnswer): { retryAfterSeconds?: number } {
  if (code === 'APP_CREDENTIALS_INVALID') return { retryAfterSeconds: 60 }
  if (code !== 'RATE_LIMITED') return {}
  const seconds = answer.rateLimit === null ? defaultWaitSeconds : Math.ceil(1 / answer.rateLimit)
  return { retryAfterSeconds: Math.min(seconds, longestWaitSeconds) }
}
