import { toDomainError } from '@orderport/api'
import { DomainError, errorCatalogue, type ErrorCode } from '@orderport/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { logBug } from '../log.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts and logs refused callers; every other failure is ignored. Each listener provides it. */
    recordRefusal: (request: FastifyRequest, failure: DomainError) => void
  }
}

/**
 * Sends a failure in the REST contract's form: the catalogue's status, a French sentence, the code, the
 * field that is malformed, the request id.
 */
export function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureFrom(thrown)
  reportFailure(request, failure)
  const { code, sentence, field } = failure
  const retryAfter = retryAfterSeconds(failure)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  const { status } = errorCatalogue[code]
  const named = status === 400 && field !== undefined ? { field } : {}
  void reply.code(status).send({ error: sentence, code, ...named, requestId: request.id })
}

/** Notes a failure for the request's access line, logs bugs of ours, and counts and logs refused callers. */
export function reportFailure(request: FastifyRequest, failure: DomainError): void {
  const { record } = request
  if (record.code === null) {
    record.code = failure.code
    if (errorCatalogue[failure.code].status >= 500) record.detail = failure.detail ?? null
  }
  logBug(request.log, failure)
  request.server.recordRefusal(request, failure)
}

/** Returns the failure behind whatever was thrown while a request was handled: by a procedure, an edge, or Fastify. */
export function failureFrom(thrown: unknown): DomainError {
  const refusal = DomainError.is(thrown) ? null : fastifyErrorSchema.safeParse(thrown)
  if (refusal?.success) return new DomainError(codeFromStatus(refusal.data.statusCode), { cause: thrown })
  return toDomainError(thrown)
}

/** Returns the seconds for `Retry-After`: always for 429 and 503, otherwise when the failure knows them; else null. */
export function retryAfterSeconds(failure: DomainError): number | null {
  if (failure.retryAfterSeconds !== undefined) return Math.max(1, Math.ceil(failure.retryAfterSeconds))
  const { status } = errorCatalogue[failure.code]
  return status === 429 || status === 503 ? 5 : null
}

const fastifyErrorSchema = z.object({ statusCode: z.int() })

/** Fastify refuses a request before its route runs: too large, not JSON, malformed. */
function codeFromStatus(statusCode: number): ErrorCode {
  if (statusCode === 413) return 'PAYLOAD_TOO_LARGE'
  if (statusCode === 415) return 'UNSUPPORTED_MEDIA_TYPE'
  return statusCode < 500 ? 'INVALID_REQUEST' : 'INTERNAL'
}
