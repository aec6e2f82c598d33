import cors from '@fastify/cors'
import { DomainError } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import { publicHomeRoute } from '../docs/home-routes.ts'
import { mountTrpc } from '../trpc/mount.ts'
import { createApp } from './create-app.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { mountFor } from './route-access.ts'

/**
 * Returns the public listener, not yet listening: tRPC alone, for bearers of a token or an API key, and a page that
 * says so to browsers.
 */
export async function buildPublicListener(
  deps: ListenerDeps,
  allowedOrigins: readonly string[],
): Promise<FastifyInstance> {
  const { log, now, services, bearerAuthenticator, metrics, requestLog, requireRoleChecked, inFlight } = deps
  const app = createApp({
    log,
    metrics,
    requestLog,
    now,
    // The proxy in front of it ends TLS.
    tls: null,
    inFlight,
    guards: {
      anyone: async () => undefined,
      bearer: async (request, reply) => {
        requireRoleChecked()
        await bearerAuthenticator.authenticate(request.raw).catch((error: unknown) => {
          if (DomainError.is(error) && error.code === 'AUTH_REQUIRED') void reply.header('www-authenticate', 'Bearer')
          throw error
        })
      },
    },
  })
  await mountFor(app, { access: 'anyone' }, publicHomeRoute)
  await mountFor(app, { access: 'bearer', prefix: '/trpc' }, async (scope) => {
    // Answers preflights before the guard runs: browsers send them without credentials.
    if (allowedOrigins.length > 0) await scope.register(cors, corsOptions(allowedOrigins))
    mountTrpc(scope, {
      services,
      tracer: requestLog.tracing.tracer,
      callerOf: ({ raw }) => bearerAuthenticator.callerOf(raw),
    })
  })
  return app
}

function corsOptions(allowedOrigins: readonly string[]) {
  return {
    origin: [...allowedOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'x-api-key', 'x-tenant-id', 'x-request-id', 'content-type', 'trpc-accept'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
    strictPreflight: false,
  }
}
