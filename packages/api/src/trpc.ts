import { errorCatalogue, type ErrorCode, type Scope } from '@orderport/domain'
import { initTRPC } from '@trpc/server'
import { authorise } from './authorise.ts'
import type { Context } from './context.ts'
import { errorDataOf, type ErrorShape } from './error-shape.ts'
import { toDomainError, toTrpcError } from './failure.ts'

/** What is told of a procedure to its callers, in everything that is generated from the router. */
export interface ProcedureMeta {
  readonly summary: string
  readonly description: string
  /** Codes that come from the procedures that name them alone. A code that none names may come from any procedure. */
  readonly failures: readonly ErrorCode[]
}

const typed = initTRPC.context<Context>().meta<ProcedureMeta>()

const t = typed.create({
  isDev: false,
  /** Lists what leaves: no stack, no inner message, whatever was thrown. */
  errorFormatter({ shape, error, ctx }): ErrorShape {
    const failure = toDomainError(error)
    const { message } = errorCatalogue[failure.code]
    return {
      code: shape.code,
      message: failure.field === undefined ? message : `${message} (${failure.field})`,
      // The catalogue's status is the answer's too: tRPC's own 405 is a malformed request like others.
      data: { ...errorDataOf(failure, ctx?.requestId ?? null), code: shape.data.code, path: shape.data.path },
    }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/**
 * The only way to a procedure: for callers that may act for the tenant and hold the scope. `ctx.tenantId` and `ctx.identity` are there, and
 * whatever fails leaves as a failure of the catalogue.
 */
export function tenantProcedure(scope: Scope) {
  return t.procedure
    .use(async ({ next }) => {
      const result = await next()
      if (!result.ok) throw toTrpcError(result.error)
      return result
    })
    .use(async ({ ctx, path, next }) => {
      const { identity, tenantId } = await authorise(ctx, scope, path)
      return next({ ctx: { identity, tenantId } })
    })
}
