import cors from '@fastify/cors'
import { DomainError } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import { mountTrpc } from '../trpc/mount.ts'
import { mountFor } from './route-access.ts'
import { createApp } from './create-app.ts'
import type { ListenerParts } from './listener-deps.ts'

/** The public listener: tRPC alone, for bearers of a token or an API key. Not yet listening. */
export async function buildPublicListener(
  parts: ListenerParts,
  allowedOrigins: readonly string[],
): Promise<FastifyInstance> {
  const { log, now, composition, metrics, requireOpen, running } = parts
  const { services, bearerCallers } = composition
  const app = createApp({
    log,
    metrics,
    now,
    // A proxy before it has the public's certificate.
    tls: null,
    guards: {
      bearer: async (request, reply) => {
        requireOpen()
        await bearerCallers.prove(request.raw).catch((error: unknown) => {
          if (DomainError.is(error) && error.code === 'AUTH_REQUIRED') void reply.header('www-authenticate', 'Bearer')
          throw error
        })
      },
    },
  })
  await mountFor(app, { access: 'bearer', prefix: '/trpc' }, async (scope) => {
    // Answers preflights before the guard runs: browsers send them without credentials.
    if (allowedOrigins.length > 0) await scope.register(cors, corsOptions(allowedOrigins))
    running.count(scope)
    mountTrpc(scope, { services, callerOf: ({ raw }) => bearerCallers.callerOf(raw) })
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
