import { errorCatalogue } from '@orderport/domain'
import { initTRPC } from '@trpc/server'
import type { Context } from './context.ts'
import { toDomainError, toTrpcError } from './failure.ts'

const t = initTRPC.context<Context>().create({
  isDev: false,
  /** Lists what leaves: no stack, no inner message, whatever was thrown. */
  errorFormatter({ shape, error, ctx }) {
    const failure = toDomainError(error)
    const { message, retryable } = errorCatalogue[failure.code]
    return {
      code: shape.code,
      message: failure.field === undefined ? message : `${message} (${failure.field})`,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        appCode: failure.code,
        retryable,
        requestId: ctx?.requestId ?? null,
      },
    }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** For a call on behalf of one tenant: `ctx.tenantId` is there, and whatever fails leaves as a failure of the catalogue. */
export const tenantProcedure = t.procedure
  .use(async ({ next }) => {
    const result = await next()
    if (!result.ok) throw toTrpcError(result.error)
    return result
  })
  .use(({ ctx, next }) => next({ ctx: { tenantId: ctx.tenant() } }))
