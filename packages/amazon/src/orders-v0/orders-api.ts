import type { OrdersApiFactory } from '../seller-session.ts'
import { createFetchOrder, getOrderOperation } from './get-order.ts'
import { getOrdersOperation, listOrders, pageSize } from './get-orders.ts'

/** Makes Orders API v0. */
export const createOrdersApi: OrdersApiFactory = (deps) => ({
  fetchOrder: createFetchOrder(deps),
  listOrders,
  plans: { fetch: getOrderOperation.usagePlan, listOrders: getOrdersOperation.usagePlan, pageSize },
})
