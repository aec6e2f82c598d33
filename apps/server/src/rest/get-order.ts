import { call, type RestRoute } from './route.ts'

/** `GET /api/v1/orders/:orderId`: one stored order, by its id or its marketplace reference. */
export const getOrder: RestRoute = (request, { orders }) => call(orders.get, request.params)
