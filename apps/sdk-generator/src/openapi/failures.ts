import { errorCatalogue, errorCodes, type ErrorCode } from '@orderport/domain'
import type { Contract, ContractProcedure } from '../contract.ts'

/** What a request without a body can't meet. */
const ofBodies: readonly ErrorCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']

/** Any address but those that a document describes. */
const ofOtherAddresses: readonly ErrorCode[] = ['ROUTE_NOT_FOUND']

/**
 * Every code that a call of a procedure may meet, in the catalogue's order: its own, and those that no procedure claims
 * for itself. So a new code of the catalogue is documented everywhere until a procedure claims it.
 */
export function failuresOf(procedure: ContractProcedure, { procedures }: Contract): ErrorCode[] {
  const claimed = new Set(procedures.flatMap(({ meta }) => meta.failures))
  const own = new Set(procedure.meta.failures)
  const impossible = new Set([...ofOtherAddresses, ...(procedure.type === 'mutation' ? [] : ofBodies)])
  return errorCodes.filter((code) => !impossible.has(code) && (own.has(code) || !claimed.has(code)))
}

/** The codes by their HTTP status, statuses ascending. */
export function byStatus(codes: readonly ErrorCode[]): (readonly [number, readonly ErrorCode[]])[] {
  const groups = Map.groupBy(codes, (code) => errorCatalogue[code].status)
  return [...groups].toSorted(([one], [other]) => one - other)
}

/** Whether `Retry-After` is always there, may be there, or never is. */
export function retryAfterWith(codes: readonly ErrorCode[]): 'always' | 'sometimes' | 'never' {
  if (codes.every((code) => [429, 503].includes(errorCatalogue[code].status))) return 'always'
  return codes.some((code) => errorCatalogue[code].retryable) ? 'sometimes' : 'never'
}
