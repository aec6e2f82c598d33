import type { FastifyInstance } from 'fastify'
import { docsRoutes } from '../docs/routes.ts'
import type { Health } from '../health/health.ts'
import { healthRoutes } from '../health/routes.ts'
import { restRoutes } from '../rest/routes.ts'
import { mountTrpc } from '../trpc/mount.ts'
import { mountFor } from './route-access.ts'
import { assertedTenant } from '../http/asserted-tenant.ts'
import { createApp } from './create-app.ts'
import type { ListenerParts } from './listener-deps.ts'
import { settleTenant } from '../http/resolve-tenant.ts'
import { requireTrustedPeer } from '../authentication/trusted-peer.ts'

/** The internal listener: REST and tRPC for trusted peers; health, metrics and docs for anyone who reaches it. Not yet listening. */
export async function buildInternalListener(
  parts: ListenerParts & { readonly health: Health },
): Promise<FastifyInstance> {
  const { config, log, now, composition, health, metrics, requireOpen, running } = parts
  const { services, peerIdentity } = composition
  const { trustedPeers: networks, peerSecret: secret, tls } = config
  const trust = { networks, secret, certificate: tls !== null && tls.clientAuthority !== null }
  const app = createApp({
    log,
    metrics,
    now,
    tls,
    guards: {
      anyone: async () => undefined,
      'trusted-peer': async (request) => {
        requireTrustedPeer(request.raw, trust)
        requireOpen()
      },
    },
  })
  await mountFor(app, { access: 'anyone' }, (scope) => {
    healthRoutes(scope, health, metrics)
    docsRoutes(scope)
  })
  await mountFor(app, { access: 'trusted-peer', prefix: '/api/v1/orders' }, (scope) => {
    running.count(scope)
    restRoutes(scope, { services, peerIdentity })
  })
  await mountFor(app, { access: 'trusted-peer', prefix: '/trpc' }, async (scope) => {
    running.count(scope)
    mountTrpc(scope, {
      services,
      async callerOf({ raw }) {
        const tenantId = settleTenant([assertedTenant(raw)], 'x-tenant-id')
        return { identity: await peerIdentity(raw, tenantId), tenantId }
      },
    })
  })
  return app
}
