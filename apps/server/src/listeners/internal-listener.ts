import type { FastifyInstance } from 'fastify'
import { requireTrustedPeer } from '../authentication/trusted-peer.ts'
import { internalHomeRoute } from '../docs/home-routes.ts'
import { docsRoutes } from '../docs/routes.ts'
import type { Health } from '../health/health.ts'
import { healthRoutes } from '../health/routes.ts'
import { assertedTenant } from '../http/headers.ts'
import { resolveTenant } from '../http/resolve-tenant.ts'
import { restRoutes } from '../rest/routes.ts'
import { mountTrpc } from '../trpc/mount.ts'
import { createApp } from './create-app.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { mountFor } from './route-access.ts'

/**
 * Returns the internal listener, not yet listening: REST and tRPC for trusted peers; health, metrics and docs for
 * whoever reaches it.
 */
export async function buildInternalListener(
  deps: ListenerDeps & { readonly health: Health },
): Promise<FastifyInstance> {
  const { config, log, now, services, authenticatePeer, health, metrics, requestLog, requireRoleChecked, inFlight } =
    deps
  const { trustedPeers: networks, peerSecret: secret, tls } = config
  const { tracer } = requestLog.tracing
  const trust = { networks, secret, certificate: tls !== null && tls.clientAuthority !== null }
  const app = createApp({
    log,
    metrics,
    requestLog,
    now,
    tls,
    inFlight,
    guards: {
      anyone: async () => undefined,
      'trusted-peer': async (request) => {
        requireTrustedPeer(request.raw, trust)
        requireRoleChecked()
      },
    },
  })
  await mountFor(app, { access: 'anyone' }, (scope) => {
    healthRoutes(scope, health, metrics)
    docsRoutes(scope)
    internalHomeRoute(scope)
  })
  // A worker answers only those who look after it.
  if (config.role === 'worker') return app
  await mountFor(app, { access: 'trusted-peer', prefix: '/api/v1' }, (scope) => {
    restRoutes(scope, { services, tracer, authenticatePeer })
  })
  await mountFor(app, { access: 'trusted-peer', prefix: '/trpc' }, async (scope) => {
    mountTrpc(scope, {
      services,
      tracer,
      async callerOf({ raw, record }) {
        const tenantId = resolveTenant([assertedTenant(raw)], 'x-tenant-id')
        record.tenantId = tenantId
        return { identity: await authenticatePeer(raw, tenantId), tenantId }
      },
    })
  })
  return app
}
