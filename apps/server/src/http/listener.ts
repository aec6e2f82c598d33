import { DomainError } from '@orderport/domain'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Composition } from '../compose.ts'
import type { Config } from '../config.ts'
import { docsRoutes } from '../docs/routes.ts'
import type { Health } from '../health/health.ts'
import type { Metrics } from '../health/metrics.ts'
import { healthRoutes } from '../health/routes.ts'
import { sendFailure } from '../rest/errors.ts'
import { restRoutes } from '../rest/routes.ts'
import { mountTrpc } from '../trpc/mount.ts'
import { refuseExpectation, refuseMalformed } from './malformed-request.ts'
import { requestIdOf } from './request-id.ts'
import type { RunningRequests } from './running-requests.ts'
import { requireTrustedPeer } from './trusted-peer.ts'

/** Bytes of a request's body; an import's is well under 4 KiB. */
const bodyLimit = 256 * 1024

export interface ListenerParts {
  readonly config: Config
  readonly log: FastifyBaseLogger
  readonly composition: Composition
  readonly health: Health
  readonly metrics: Metrics
  /** Throws while the database's role has not been checked. */
  readonly requireOpen: () => void
  readonly running: RunningRequests
}

/** The internal listener: REST and tRPC for trusted peers, health and metrics. Not yet listening. */
export async function buildListener(parts: ListenerParts): Promise<FastifyInstance> {
  const { config, log, composition, health, metrics, requireOpen, running } = parts
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: false,
    // Once running requests are answered: a client that never completes one must not hold the process.
    forceCloseConnections: true,
    http: { requireHostHeader: false },
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
  metrics.observeRequests(app)
  app.setErrorHandler(sendFailure)
  app.setNotFoundHandler((request, reply) => sendFailure(new DomainError('ROUTE_NOT_FOUND'), request, reply))
  healthRoutes(app, health, metrics)
  docsRoutes(app)

  const forTrustedPeers = (scope: FastifyInstance) => {
    running.count(scope)
    scope.addHook('onRequest', async (request) => {
      requireTrustedPeer(request.raw, config.trustedPeers)
      requireOpen()
    })
  }
  await app.register(
    async (scope) => {
      forTrustedPeers(scope)
      restRoutes(scope, composition.services)
    },
    { prefix: '/api/v1/orders' },
  )
  await app.register(
    async (scope) => {
      forTrustedPeers(scope)
      await mountTrpc(scope, composition.services)
    },
    { prefix: '/trpc' },
  )
  return app
}
