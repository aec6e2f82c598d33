import { errorCatalogue, errorCodes, type ErrorCode } from '@orderport/domain'
import type { Contract, ContractProcedure } from '../contract.ts'

/** Codes that a request without a body can't cause. */
const bodyFailures: readonly ErrorCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']

/** Codes of routes that no document describes. */
const otherRouteFailures: readonly ErrorCode[] = ['ROUTE_NOT_FOUND']

/**
 * Returns the codes that a call of a procedure may fail with, in the catalogue's order: those that its meta lists, and
 * those that no procedure lists. So a new code in the catalogue is documented everywhere until a procedure lists it.
 */
export function failureCodes(procedure: ContractProcedure, { procedures }: Contract): ErrorCode[] {
  const listed = new Set(procedures.flatMap(({ meta }) => meta.failures))
  const own = new Set(procedure.meta.failures)
  const impossible = new Set([...otherRouteFailures, ...(procedure.type === 'mutation' ? [] : bodyFailures)])
  return errorCodes.filter((code) => !impossible.has(code) && (own.has(code) || !listed.has(code)))
}

/** Returns the codes grouped by HTTP status, in ascending order. */
export function groupByStatus(codes: readonly ErrorCode[]): (readonly [number, readonly ErrorCode[]])[] {
  const groups = Map.groupBy(codes, (code) => errorCatalogue[code].status)
  return [...groups].toSorted(([one], [other]) => one - other)
}

/** Whether responses with these codes carry `Retry-After`. */
export function retryAfterPresence(codes: readonly ErrorCode[]): 'always' | 'sometimes' | 'never' {
  if (codes.every((code) => [429, 503].includes(errorCatalogue[code].status))) return 'always'
  return codes.some((code) => errorCatalogue[code].retryable) ? 'sometimes' : 'never'
}
