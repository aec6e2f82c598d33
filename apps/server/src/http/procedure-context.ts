import { toDomainError, type Caller, type Context, type Services } from '@orderport/api'
import type { Tracer } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import type { RecordedCall } from './request-record.ts'

export interface ProcedureDeps {
  readonly services: Services
  readonly tracer: Tracer
  /** Returns who calls, and for which tenant. Throws the listener's refusal. */
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>
}

/** Returns the context in which a request calls procedures. The calls of a batch share it, and so their caller. */
export function procedureContext(request: FastifyRequest, { services, tracer, callerOf }: ProcedureDeps): Context {
  const { record } = request
  let caller: Promise<Caller> | null = null
  async function identify(): Promise<Caller> {
    const found = await callerOf(request)
    record.tenantId = found.tenantId
    record.caller = found.identity.method
    return found
  }
  return {
    services,
    requestId: request.id,
    caller: () => (caller ??= identify()),
    async observe(procedure, call) {
      const recorded: RecordedCall = { procedure, code: null }
      record.calls.push(recorded)
      try {
        return await tracer.span(procedure, { 'rpc.system.name': 'trpc', 'rpc.method': procedure }, call)
      } catch (error) {
        recorded.code = toDomainError(error).code
        throw error
      }
    },
  }
}
