import { appRouter, errorDataOf, toDomainError } from '@orderport/api'
import { errorCatalogue } from '@orderport/domain'
import type { TRPCError } from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failureOf, retryAfterOf } from '../http/failure.ts'
import { reportFailure } from '../http/report-failure.ts'
import { trpcContext, type TrpcParts } from './context.ts'

/** Calls that one HTTP request may carry. */
const maxBatchSize = 20

/** Mounts the router where `app` is registered. What Fastify refuses before tRPC runs is answered in tRPC's shape too. */
export function mountTrpc(app: FastifyInstance, parts: TrpcParts): void {
  app.setErrorHandler((thrown, request, reply) => {
    const failure = failureOf(thrown)
    reportFailure(request, failure)
    const { status, trpcCode, message } = errorCatalogue[failure.code]
    const data = errorDataOf(failure, request.id)
    const retryAfter = retryAfterOf(failure)
    if (retryAfter !== null) reply.header('retry-after', retryAfter)
    void reply.code(status).send({ error: { message, code: TRPC_ERROR_CODES_BY_KEY[trpcCode], data } })
  })
  // What tRPC refuses before it has made a context (a batch too long, a method it doesn't know) it answers without either.
  app.addHook('onSend', async (request, _reply, payload) => {
    if (!(payload instanceof Response) || payload.status < 400) return payload
    const body = (await payload.text()).replaceAll('"requestId":null', `"requestId":${JSON.stringify(request.id)}`)
    const headers = new Headers(payload.headers)
    headers.set('content-type', 'application/json; charset=utf-8')
    return new Response(body, { status: payload.status, headers })
  })
  // tRPC reads JSON itself; a body of any other kind is refused, so that none escapes the listener's limit.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const options = {
    router: appRouter,
    maxBatchSize,
    createContext: ({ req }: { readonly req: FastifyRequest }) => trpcContext(req, parts),
    onError: ({ error, req }: { readonly error: TRPCError; readonly req: FastifyRequest }) =>
      reportFailure(req, toDomainError(error)),
    responseMeta: ({ errors }: { readonly errors: readonly TRPCError[] }) => {
      const waits = errors.map((error) => retryAfterOf(toDomainError(error))).filter((wait) => wait !== null)
      return waits.length === 0 ? {} : { headers: { 'retry-after': String(Math.max(...waits)) } }
    },
  }
  // Not by tRPC's plugin, which takes every method there is, and streams bodies of forms.
  app.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/:path',
    exposeHeadRoute: false,
    handler: (req, res) => fastifyRequestHandler({ ...options, req, res, path: req.params.path }),
  })
}
