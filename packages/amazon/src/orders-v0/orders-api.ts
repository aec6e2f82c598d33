import type { OrdersApiFactory } from '../seller-session.ts'
import { createFetchOrder, getOrderOperation } from './get-order.ts'
import { createListOrders, getOrdersOperation, pageSize } from './get-orders.ts'

/** Makes Orders API v0. */
export const createOrdersApi: OrdersApiFactory = (deps) => ({
  fetchOrder: createFetchOrder(deps),
  listOrders: createListOrders(deps),
  plans: { fetch: getOrderOperation.usagePlan, listOrders: getOrdersOperation.usagePlan, pageSize },
})
