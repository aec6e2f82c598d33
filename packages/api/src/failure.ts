import { DomainError, errorCatalogue, errorCodes, type ErrorCode } from '@orderport/domain'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'

/**
 * Returns the domain failure behind anything that was thrown by a procedure or before it. Anything else becomes
 * INTERNAL; the original error is its cause.
 */
export function toDomainError(thrown: unknown): DomainError {
  if (DomainError.is(thrown)) return thrown
  if (!(thrown instanceof TRPCError)) return new DomainError('INTERNAL', { cause: thrown })
  if (DomainError.is(thrown.cause)) return thrown.cause
  if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof z.core.$ZodError) return fromIssues(thrown.cause)
  return new DomainError(codeOfRefusal(thrown), { cause: thrown })
}

/** Returns the same failure as tRPC throws it. */
export function toTrpcError(thrown: unknown): TRPCError {
  const failure = toDomainError(thrown)
  const { trpcCode } = errorCatalogue[failure.code]
  return new TRPCError({ code: trpcCode, message: failure.message, cause: failure })
}

/** A schema may name a code of the catalogue as an issue's message; every other issue is INVALID_REQUEST. */
function fromIssues(error: z.core.$ZodError): DomainError {
  const issue = error.issues[0]
  const code = errorCodes.find((candidate) => candidate === issue?.message) ?? 'INVALID_REQUEST'
  const field = issue?.path.map(String).join('.')
  return new DomainError(code, { cause: error, ...(field ? { field } : {}) })
}

/** Returns our code for a refusal by tRPC itself, before a procedure runs. */
function codeOfRefusal(error: TRPCError): ErrorCode {
  switch (error.code) {
    case 'NOT_FOUND':
      return 'ROUTE_NOT_FOUND'
    case 'PAYLOAD_TOO_LARGE':
      return 'PAYLOAD_TOO_LARGE'
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'UNSUPPORTED_MEDIA_TYPE'
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
      return 'INVALID_REQUEST'
    default:
      return 'INTERNAL'
  }
}
