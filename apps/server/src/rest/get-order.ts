import { toRestOrder } from './rest-order.ts'
import { call, type RestRoute } from './route.ts'

/** `GET /api/v1/orders/:orderId`: one stored order, by its id or its marketplace reference. */
export const getOrder: RestRoute = async (request, { orders }) => toRestOrder(await call(orders.get, request.params))
