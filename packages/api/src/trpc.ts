import type { ErrorCode, Scope } from '@orderport/domain'
import { initTRPC } from '@trpc/server'
import type { z } from 'zod'
import { authorise } from './authorise.ts'
import type { Context } from './context.ts'
import { errorDataOf, type ErrorShape } from './error-shape.ts'
import { toDomainError, toTrpcError } from './failure.ts'

/** Documentation of a procedure, for everything that is generated from the router. */
export interface ProcedureMeta {
  readonly summary: string
  readonly description: string
  /** Codes that only the procedures naming them throw. A code that no procedure names may come from any of them. */
  readonly failures: readonly ErrorCode[]
  /** For a subscription: the schema of each event's data. */
  readonly events?: z.ZodType
}

const typed = initTRPC.context<Context>().meta<ProcedureMeta>()

const t = typed.create({
  isDev: false,
  // Proxies cut connections that are silent, and a client tells a dead stream by its silence.
  sse: { ping: { enabled: true, intervalMs: 10_000 } },
  /** Lists every field that leaves: never a stack or an inner message, whatever was thrown. */
  errorFormatter({ shape, error, ctx }): ErrorShape {
    const failure = toDomainError(error)
    const { message } = failure
    return {
      code: shape.code,
      message: failure.field === undefined ? message : `${message} (${failure.field})`,
      // The answer has the catalogue's status: tRPC's own 405 is a malformed request like any other.
      data: { ...errorDataOf(failure, ctx?.requestId ?? null), code: shape.data.code, path: shape.data.path },
    }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/**
 * The only way to build a procedure: it serves callers that may act for the tenant and hold the scope. Its context has
 * `tenantId` and `identity`, and every failure leaves as one of the catalogue's.
 */
export function tenantProcedure(scope: Scope) {
  return t.procedure.use(({ ctx, path, next }) => {
    const end = ctx.services.observeCall(path)
    const fail = (thrown: unknown): never => {
      const failure = toDomainError(thrown)
      end(failure.code)
      throw toTrpcError(failure)
    }
    const call = async () => {
      const { identity, tenantId } = await authorise(ctx, scope, path).catch(fail)
      const result = await next({ ctx: { identity, tenantId } })
      if (!result.ok) return fail(result.error)
      end('ok')
      return result
    }
    return ctx.observe === undefined ? call() : ctx.observe(path, call)
  })
}
