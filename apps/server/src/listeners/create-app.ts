import { DomainError } from '@orderport/domain'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Metrics } from '../health/metrics.ts'
import { sendFailure } from '../rest/errors.ts'
import { guardRoutes, type Guards } from './route-access.ts'
import { refuseExpectation, refuseMalformed } from './malformed-request.ts'
import { noteRefusals } from './refusal-log.ts'
import { requestIdOf } from '../http/request-id.ts'
import { httpsOptions, type TlsSettings } from '../http/tls-settings.ts'

/** Bytes of a request's body; an import's is well under 4 KiB. */
const bodyLimit = 256 * 1024

export interface AppParts {
  readonly log: FastifyBaseLogger
  readonly metrics: Metrics
  readonly now: () => Date
  /** Null: plain HTTP. */
  readonly tls: TlsSettings | null
  readonly guards: Guards
}

/** A listener without routes: its limits, its request ids, its refusals, and a guard for every route that will be mounted. */
export function createApp({ log, metrics, now, tls, guards }: AppParts): FastifyInstance {
  const transport = tls === null ? { http: { requireHostHeader: false } } : { https: httpsOptions(tls) }
  const app = fastify({
    ...transport,
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: false,
    // Once running requests are answered: a client that never completes one must not hold the process.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2048 },
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-request-id', request.id)
      sendFailure(error, request, reply)
    },
  })
  app.removeContentTypeParser('text/plain')
  app.server.on('checkExpectation', refuseExpectation)
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    done()
  })
  noteRefusals(app, metrics, now)
  guardRoutes(app, guards)
  metrics.observeRequests(app)
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler((request, reply) => sendFailure(new DomainError('ROUTE_NOT_FOUND'), request, reply))
  return app
}
