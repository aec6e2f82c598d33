import type { Caller, Context, Services } from '@orderport/api'
import type { FastifyRequest } from 'fastify'

export interface ProcedureDeps {
  readonly services: Services
  /** Returns who calls, and for which tenant. Throws the listener's refusal. */
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>
}

/** Returns the context in which a request calls procedures. The calls of a batch share it, and so their caller. */
export function procedureContext(request: FastifyRequest, { services, callerOf }: ProcedureDeps): Context {
  let caller: Promise<Caller> | null = null
  return { services, requestId: request.id, caller: () => (caller ??= callerOf(request)) }
}
