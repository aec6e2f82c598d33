import type { Caller, Services } from '@orderport/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthenticatePeer } from '../authentication/peer-authentication.ts'
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
  app.setErrorHandler(sendFailure)
  const answer = (route: RestRoute) => async (request: FastifyRequest) => {
    const tenantId = tenantOf(request)
    const caller: Caller = { identity: await authenticatePeer(request.raw, tenantId), tenantId }
    return route(request, { services, requestId: request.id, caller: () => Promise.resolve(caller) })
  }
  app.post('/import-one', answer(importOne))
  app.get('/', answer(listOrders))
  app.get('/:orderId', answer(getOrder))
}
