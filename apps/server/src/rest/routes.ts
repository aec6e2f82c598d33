import { createCaller, type Services } from '@orderport/api'
import type { TenantId, Tracer } from '@orderport/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthenticatePeer } from '../authentication/peer-authentication.ts'
import { assertedTenant } from '../http/headers.ts'
import { procedureContext } from '../http/procedure-context.ts'
import { resolveTenant } from '../http/resolve-tenant.ts'
import { sendFailure } from '../http/failure.ts'
import { getImport } from './get-import.ts'
import { getOrder } from './get-order.ts'
import { importMany } from './import-many.ts'
import { importOne } from './import-one.ts'
import { listOrders } from './list-orders.ts'
import type { RestRoute } from './route.ts'

export interface RestDeps {
  readonly services: Services
  readonly tracer: Tracer
  readonly authenticatePeer: AuthenticatePeer
}

/** Mounts the frozen REST contract below `/api/v1`. Its endpoints call the same procedures as tRPC. */
export function restRoutes(app: FastifyInstance, { services, tracer, authenticatePeer }: RestDeps): void {
  async function callerOf(request: FastifyRequest) {
    const tenantId = tenantOf(request)
    request.record.tenantId = tenantId
    return { identity: await authenticatePeer(request.raw, tenantId), tenantId }
  }
  const handlerOf = (route: RestRoute) => (request: FastifyRequest) =>
    route(request, createCaller(procedureContext(request, { services, tracer, callerOf })))
  app.setErrorHandler(sendFailure)
  void app.register(
    async (orders) => {
      orders.post('/import-one', handlerOf(importOne))
      orders.post('/import-many', handlerOf(importMany))
      orders.get('/', handlerOf(listOrders))
      orders.get('/:orderId', handlerOf(getOrder))
    },
    { prefix: '/orders' },
  )
  app.get('/imports/:id', handlerOf(getImport))
}

/** Returns the tenant that header, query and body name; all that are present must agree. Throws like resolveTenant. */
function tenantOf(request: FastifyRequest): TenantId {
  return resolveTenant([assertedTenant(request.raw), tenantIn(request.query), tenantIn(request.body)], 'tenantId')
}

/** Returns what an object names as its tenant, unchecked. */
function tenantIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'tenantId' in value ? value.tenantId : undefined
}
