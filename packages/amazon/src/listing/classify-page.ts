import { PageTokenExpired } from '@orderport/domain'
import { answerFailure, readApiErrors } from '../transport/amazon-error.ts'
import type { Classification } from '../transport/call-sp-api.ts'
import { classifyFailure } from '../transport/classify-failure.ts'
import type { Operation, UpstreamAnswer } from '../transport/upstream-request.ts'

/** Returns what the answer to a call for a page of orders is. No answer to it says that an order is unknown. */
export function classifyPage(answer: UpstreamAnswer): Classification {
  if (answer.status === 200) return 'answered'
  const failure = classifyFailure(answer, '')
  return failure === 'ORDER_NOT_FOUND_FOR_TENANT' ? 'UPSTREAM_ERROR' : failure
}

/**
 * True for a 400 that blames the page token. Amazon documents no sentence for it; one about the access token comes with
 * another status.
 */
export function blamesPageToken(answer: UpstreamAnswer): boolean {
  if (answer.status !== 400) return false
  return readApiErrors(answer.body).some(({ message, details }) => /token/i.test(`${message} ${details}`))
}

/** Returns the PageTokenExpired for an answer that refuses a page's token. */
export function pageTokenExpired(operation: Operation, answer: UpstreamAnswer): PageTokenExpired {
  return new PageTokenExpired(answerFailure('UPSTREAM_ERROR', operation, answer).detail ?? operation.name)
}
