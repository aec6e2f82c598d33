import type { createCaller } from '@orderport/api'
import type { FastifyRequest } from 'fastify'

/** The procedures, called in the name of whoever sent the request. */
type Procedures = ReturnType<typeof createCaller>

/** An endpoint of the frozen REST contract: returns the body of its 200. */
export type RestRoute = (request: FastifyRequest, procedures: Procedures) => Promise<object>

/** Declared as a method, so that TypeScript lets a procedure narrow the parameter: its schema parses the input. */
interface Procedure<Output> {
  call(input: unknown): Promise<Output>
}

/**
 * Calls a procedure with input as it came over HTTP. The procedure authorises the caller before it parses the input, so
 * that REST and tRPC refuse in the same order and audit alike.
 */
export function call<Output>(procedure: Procedure<Output>['call'], input: unknown): Promise<Output> {
  return procedure(input)
}
