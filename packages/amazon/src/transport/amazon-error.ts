import { z } from 'zod'
import type { AnswerBody } from './upstream-request.ts'

/** What is read of it: a sentence, not a book that a pattern would take long over. */
const text = z
  .string()
  .transform((words) => words.slice(0, 1000))
  .catch('')

const apiErrorSchema = z
  .object({ errors: z.array(z.object({ code: text, message: text, details: text })).min(1) })
  .transform(({ errors: [first] }) => first)

const tokenErrorSchema = z
  .object({ error: z.string(), error_description: text })
  .transform((body) => ({ code: body.error, message: body.error_description, details: '' }))

const errorSchema = z.union([apiErrorSchema, tokenErrorSchema])

/** What Amazon said about a failure: the first entry of `errors`, or the token service's `error`. */
export interface AmazonError {
  readonly code: string
  readonly message: string
  readonly details: string
}

/** The error in an answer, or null where there is none to be read. */
export function readAmazonError(body: AnswerBody): AmazonError | null {
  if (body.kind !== 'json') return null
  return errorSchema.safeParse(body.value).data ?? null
}

/** The error's code if it looks like one, so that nothing else reaches a log by that way. */
export function loggableCode(error: AmazonError | null): string | null {
  return error !== null && /^[A-Za-z][\w.-]{0,63}$/.test(error.code) ? error.code : null
}
