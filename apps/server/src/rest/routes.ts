import type { Caller, Context, Services } from '@orderport/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PeerIdentity } from '../authentication/peer-authentication.ts'
import { sendFailure } from './errors.ts'
import { getOrder } from './get-order.ts'
import { importOne } from './import-one.ts'
import { listOrders } from './list-orders.ts'
import { tenantOf } from './tenant.ts'

/** A route of the frozen REST contract: gives the body of its 200. Its caller is known before it runs. */
export type RestRoute = (request: FastifyRequest, context: Context) => Promise<object>

export interface RestParts {
  readonly services: Services
  readonly peerIdentity: PeerIdentity
}

/** The frozen REST contract, over the same procedures as tRPC. */
export function restRoutes(app: FastifyInstance, { services, peerIdentity }: RestParts): void {
  app.setErrorHandler(sendFailure)
  const answer = (route: RestRoute) => async (request: FastifyRequest) => {
    const tenantId = tenantOf(request)
    const caller: Caller = { identity: await peerIdentity(request.raw, tenantId), tenantId }
    return route(request, { services, requestId: request.id, caller: () => Promise.resolve(caller) })
  }
  app.post('/import-one', answer(importOne))
  app.get('/', answer(listOrders))
  app.get('/:orderId', answer(getOrder))
}
