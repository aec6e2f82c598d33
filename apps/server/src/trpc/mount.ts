import { appRouter, errorDataOf, toDomainError } from '@orderport/api'
import { errorCatalogue } from '@orderport/domain'
import type { TRPCError } from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { procedureContext, type ProcedureDeps } from '../http/procedure-context.ts'
import { failureFrom, reportFailure, retryAfterSeconds } from '../http/failure.ts'
import { answerCalls, answerHeaders, varyAlso } from './answer-calls.ts'
import { maxBatchSize, plainCallsOf, type TrpcRequest } from './plain-calls.ts'

/** What tRPC's handler tells about an answer before it sends the headers. */
interface Answer {
  readonly errors: readonly TRPCError[]
  readonly eagerGeneration: boolean
}

/** Mounts the router in this scope. What Fastify refuses before tRPC runs is answered in tRPC's shape too. */
export function mountTrpc(app: FastifyInstance, deps: ProcedureDeps): void {
  app.setErrorHandler((thrown, request, reply) => {
    const failure = failureFrom(thrown)
    reportFailure(request, failure)
    const { status, trpcCode } = errorCatalogue[failure.code]
    const { message } = failure
    const data = errorDataOf(failure, request.id)
    const retryAfter = retryAfterSeconds(failure)
    if (retryAfter !== null) reply.header('retry-after', retryAfter)
    void reply.code(status).send({ error: { message, code: TRPC_ERROR_CODES_BY_KEY[trpcCode], data } })
  })
  // tRPC's own answer would replace the Vary of CORS. And a request that tRPC refuses before it makes a context (a
  // batch too long) doesn't get the request id from tRPC.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!(payload instanceof Response)) return payload
    const vary = payload.headers.get('vary')
    if (vary !== null) payload.headers.set('vary', varyAlso(reply, vary))
    if (payload.status < 400) return payload
    const body = (await payload.text()).replaceAll('"requestId":null', `"requestId":${JSON.stringify(request.id)}`)
    return new Response(body, { status: payload.status, headers: payload.headers })
  })
  // tRPC parses JSON itself. A body of any other kind is refused, so that none escapes the listener's limit.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const options = {
    router: appRouter,
    maxBatchSize,
    createContext: ({ req }: { readonly req: FastifyRequest }) => procedureContext(req, deps),
    onError: ({ error, req }: { readonly error: TRPCError; readonly req: FastifyRequest }) =>
      reportFailure(req, toDomainError(error)),
    // A stream has a content type of its own.
    responseMeta: ({ errors, eagerGeneration: isStream }: Answer) =>
      isStream ? {} : { headers: answerHeaders(errors) },
  }
  // tRPC's own plugin would accept every method and stream the bodies of forms.
  app.route({
    method: ['GET', 'POST'],
    url: '/:path',
    exposeHeadRoute: false,
    handler: async (req: TrpcRequest, res) => {
      const calls = plainCallsOf(req)
      if (calls !== null) return answerCalls(req, res, calls, deps)
      return fastifyRequestHandler({ ...options, req, res, path: req.params.path })
    },
  })
}
