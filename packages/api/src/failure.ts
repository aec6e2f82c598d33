import { DomainError, errorCatalogue, errorCodes, type ErrorCode } from '@orderport/domain'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'

/**
 * The domain failure behind anything that was thrown on the way to or in a procedure. What is nobody's failure on
 * purpose is INTERNAL, with the thrown thing as its cause for the log.
 */
export function toDomainError(thrown: unknown): DomainError {
  if (DomainError.is(thrown)) return thrown
  if (!(thrown instanceof TRPCError)) return new DomainError('INTERNAL', { cause: thrown })
  if (DomainError.is(thrown.cause)) return thrown.cause
  if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof z.core.$ZodError) return fromIssues(thrown.cause)
  return new DomainError(codeOf(thrown), { cause: thrown })
}

/** The same failure as tRPC throws it. */
export function toTrpcError(thrown: unknown): TRPCError {
  const failure = toDomainError(thrown)
  const { trpcCode, message } = errorCatalogue[failure.code]
  return new TRPCError({ code: trpcCode, message, cause: failure })
}

/** A schema may name a code of the catalogue as an issue's message; every other issue is INVALID_REQUEST. */
function fromIssues(error: z.core.$ZodError): DomainError {
  const issue = error.issues[0]
  const code = errorCodes.find((candidate) => candidate === issue?.message) ?? 'INVALID_REQUEST'
  const field = issue?.path.map(String).join('.')
  return new DomainError(code, { cause: error, ...(field ? { field } : {}) })
}

/** What tRPC itself refuses before a procedure runs. */
function codeOf(error: TRPCError): ErrorCode {
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
