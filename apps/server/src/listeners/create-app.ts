import { DomainError } from '@orderport/domain'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { TlsSettings } from '../config/tls.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { requestIdOf } from '../http/request-id.ts'
import { sendFailure } from '../http/failure.ts'
import { logRequests, recordRequest, type RequestLogDeps } from './access-log.ts'
import type { InFlightRequests } from './in-flight-requests.ts'
import { malformedRequests } from './malformed-request.ts'
import { recordRefusals } from './refusal-log.ts'
import { guardRoutes, type Guards } from './route-access.ts'

/** The limit of a request's body, in bytes. An import's is well under 4 KiB. */
const bodyLimit = 256 * 1024

export interface AppOptions {
  readonly log: FastifyBaseLogger
  readonly metrics: Metrics
  readonly requestLog: RequestLogDeps
  readonly now: () => Date
  /** Null: plain HTTP. */
  readonly tls: TlsSettings | null
  readonly inFlight: InFlightRequests
  readonly guards: Guards
}

/** Returns a listener without routes: its limits, request ids, failures, and a guard for every route mounted later. */
export function createApp({ log, metrics, requestLog, now, tls, inFlight, guards }: AppOptions): FastifyInstance {
  const transport = tls === null ? { http: { requireHostHeader: false } } : { https: httpsOptions(tls) }
  const { refuseMalformed, refuseExpectation } = malformedRequests(log)
  const app = fastify({
    ...transport,
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    bodyLimit,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: false,
    // Applies once the listener is drained: a client that never completes its request must not hold the process.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2048 },
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => {
      recordRequest(request, reply, requestLog)
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
  inFlight.watch(app)
  logRequests(app, requestLog)
  recordRefusals(app, metrics, now)
  guardRoutes(app, guards)
  metrics.observeRequests(app)
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler((request, reply) => sendFailure(new DomainError('ROUTE_NOT_FOUND'), request, reply))
  return app
}

/** A client without a certificate may connect and reach the routes that are open to anyone; guards refuse the rest. */
function httpsOptions({ certificate, key, clientAuthority }: TlsSettings) {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    requireHostHeader: false,
    ...(clientAuthority === null ? {} : { ca: clientAuthority, requestCert: true, rejectUnauthorized: false }),
  } as const
}
