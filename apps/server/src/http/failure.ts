import { toDomainError } from '@orderport/api'
import { DomainError, errorCatalogue, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'

const refusalSchema = z.object({ statusCode: z.int() })

/** The failure behind anything thrown while a request was handled: by a procedure, by an edge, or by Fastify itself. */
export function failureOf(thrown: unknown): DomainError {
  const refusal = DomainError.is(thrown) ? null : refusalSchema.safeParse(thrown)
  if (refusal?.success) return new DomainError(codeOf(refusal.data.statusCode), { cause: thrown })
  return toDomainError(thrown)
}

/** Seconds for `Retry-After`: always with 429 and 503, else where the failure knows. */
export function retryAfterOf(failure: DomainError): number | null {
  if (failure.retryAfterSeconds !== undefined) return Math.max(1, Math.ceil(failure.retryAfterSeconds))
  const { status } = errorCatalogue[failure.code]
  return status === 429 || status === 503 ? 5 : null
}

/** What Fastify refuses before a route runs: too large, not JSON, malformed. */
function codeOf(statusCode: number): ErrorCode {
  if (statusCode === 413) return 'PAYLOAD_TOO_LARGE'
  if (statusCode === 415) return 'UNSUPPORTED_MEDIA_TYPE'
  return statusCode < 500 ? 'INVALID_REQUEST' : 'INTERNAL'
}
