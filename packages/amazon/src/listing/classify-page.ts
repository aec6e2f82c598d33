import { PageTokenExpired } from '@orderport/domain'
import { answerFailure, readApiErrors } from '../transport/amazon-error.ts'
import type { Classification } from '../transport/call-sp-api.ts'
import { classifyFailure } from '../transport/classify-failure.ts'
import type { Operation, UpstreamAnswer } from '../transport/upstream-request.ts'

/** A page of a hundred orders is mostly under 1 MiB. */
export const maxPageBytes = 16 * 1024 * 1024

/** Returns what the answer to a call for a page of orders is. No answer to it says that an order is unknown. */
export function classifyPage(answer: UpstreamAnswer): Classification {
  if (answer.status === 200) return 'answered'
  const failure = classifyFailure(answer, '')
  return failure === 'ORDER_NOT_FOUND_FOR_TENANT' ? 'UPSTREAM_ERROR' : failure
}

/**
 * True for a 400 in Amazon's form that blames the page token, which it has no documented sentence for. Where a request
 * `isBare`, every 400 does: of all that it holds, the rest was accepted when Amazon gave the page before.
 */
export function refusesPageToken(answer: UpstreamAnswer, isBare: boolean): boolean {
  const errors = answer.status === 400 ? readApiErrors(answer.body) : []
  return errors.length > 0 && (isBare || errors.some(({ message, details }) => /token/i.test(`${message} ${details}`)))
}

/** Returns the PageTokenExpired for an answer that refuses a page's token. */
export function pageTokenExpired(operation: Operation, answer: UpstreamAnswer): PageTokenExpired {
  return new PageTokenExpired(answerFailure('UPSTREAM_ERROR', operation, answer).detail ?? operation.name)
}
