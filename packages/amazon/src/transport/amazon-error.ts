import { DomainError, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'
import type { AnswerBody, Operation, UpstreamAnswer } from './upstream-request.ts'

/** An error's text, cut to a length that patterns search quickly. */
const text = z
  .string()
  .transform((words) => words.slice(0, 1000))
  .catch('')

const apiErrorsSchema = z.object({
  errors: z
    .array(z.object({ code: z.string().min(1).max(1000), message: text, details: text }))
    .min(1)
    .max(100),
})

const tokenErrorSchema = z
  .object({ error: z.string(), error_description: text })
  .transform((body) => ({ code: body.error, message: body.error_description, details: '' }))

/** What Amazon says about a failure: an entry of `errors`, or the token service's `error`. */
export interface AmazonError {
  readonly code: string
  readonly message: string
  readonly details: string
}

/** Returns the errors in an answer of the Selling Partner API; none for a body that isn't in its form. */
export function readApiErrors(body: AnswerBody): readonly AmazonError[] {
  return (body.kind === 'json' && apiErrorsSchema.safeParse(body.value).data?.errors) || []
}

/** Returns the first error in an answer of either service, or null where none can be read. */
export function readAmazonError(body: AnswerBody): AmazonError | null {
  if (body.kind !== 'json') return null
  return readApiErrors(body)[0] ?? tokenErrorSchema.safeParse(body.value).data ?? null
}

/** Returns the error's code if it looks like one. Nothing else of an error may reach a log. */
export function loggableCode(error: AmazonError | null): string | null {
  return error !== null && /^[A-Za-z][\w.-]{0,63}$/.test(error.code) ? error.code : null
}

/** Requests a second, assumed of a service that publishes no plan. */
const rateWithoutPlan = 0.5
/** No caller is told to wait longer, and no call waits longer, whatever a header says. */
export const longestWaitSeconds = 3600

/**
 * Returns the DomainError for an answer. Its detail names the operation, the status, Amazon's code and the request id.
 */
export function answerFailure(code: ErrorCode, operation: Operation, answer: UpstreamAnswer): DomainError {
  const amazonCode = loggableCode(readAmazonError(answer.body)) ?? answer.body.kind
  const requestId = answer.requestId ?? 'without id'
  return new DomainError(code, {
    detail: `${operation.name} answered ${answer.status} ${amazonCode} (Amazon request ${requestId})`,
    ...waitBefore(code, operation, answer),
  })
}

/** The next token takes one interval of the rate that Amazon states, or else publishes. */
function waitBefore(code: ErrorCode, { usagePlan }: Operation, { rateLimit }: UpstreamAnswer) {
  if (code === 'APP_CREDENTIALS_INVALID') return { retryAfterSeconds: 60 }
  if (code !== 'RATE_LIMITED') return {}
  const seconds = Math.min(1 / (rateLimit ?? usagePlan?.ratePerSecond ?? rateWithoutPlan), longestWaitSeconds)
  return { retryAfterSeconds: Math.ceil(seconds), retryAfterMs: Math.ceil(seconds * 1000) }
}
