import type { Context, Services } from '@orderport/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendFailure } from './errors.ts'
import { getOrder } from './get-order.ts'
import { importOne } from './import-one.ts'
import { listOrders } from './list-orders.ts'
import { tenantOf } from './tenant.ts'

/** A route of the frozen REST contract: gives the body of its 200. Its tenant has been settled before it runs. */
export type RestRoute = (request: FastifyRequest, context: Context) => Promise<object>

/** The frozen REST contract, over the same procedures as tRPC. */
export function restRoutes(app: FastifyInstance, services: Services): void {
  app.setErrorHandler(sendFailure)
  const answer = (route: RestRoute) => (request: FastifyRequest) => {
    const tenantId = tenantOf(request)
    return route(request, { services, requestId: request.id, tenant: () => tenantId })
  }
  app.post('/import-one', answer(importOne))
  app.get('/', answer(listOrders))
  app.get('/:orderId', answer(getOrder))
}
