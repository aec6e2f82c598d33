import type { Caller, Context, Services } from '@orderport/api'
import type { FastifyRequest } from 'fastify'

export interface TrpcParts {
  readonly services: Services
  /** Who calls, for which tenant, as the listener knows it. Throws its refusal. */
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>
}

/** The context of one tRPC request; a batch of calls shares it, and its caller. */
export function trpcContext(request: FastifyRequest, { services, callerOf }: TrpcParts): Context {
  let caller: Promise<Caller> | null = null
  return { services, requestId: request.id, caller: () => (caller ??= callerOf(request)) }
}
