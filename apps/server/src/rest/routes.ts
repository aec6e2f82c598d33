import { createCaller, type Services } from '@orderport/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthenticatePeer } from '../authentication/peer-authentication.ts'
import { procedureContext } from '../http/procedure-context.ts'
import { sendFailure } from '../http/send-failure.ts'
import { getOrder } from './get-order.ts'
import { importOne } from './import-one.ts'
import { listOrders } from './list-orders.ts'
import type { RestRoute } from './route.ts'
import { tenantOf } from './tenant.ts'

export interface RestDeps {
  readonly services: Services
  readonly authenticatePeer: AuthenticatePeer
}

/** Mounts the frozen REST contract. Its endpoints call the same procedures as tRPC. */
export function restRoutes(app: FastifyInstance, { services, authenticatePeer }: RestDeps): void {
  async function callerOf(request: FastifyRequest) {
    const tenantId = tenantOf(request)
    return { identity: await authenticatePeer(request.raw, tenantId), tenantId }
  }
  const handlerOf = (route: RestRoute) => (request: FastifyRequest) =>
    route(request, createCaller(procedureContext(request, { services, callerOf })))
  app.setErrorHandler(sendFailure)
  app.post('/import-one', handlerOf(importOne))
  app.get('/', handlerOf(listOrders))
  app.get('/:orderId', handlerOf(getOrder))
}
