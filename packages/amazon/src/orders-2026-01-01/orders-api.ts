import type { OrdersApiFactory } from '../seller-session.ts'
import { createFetchOrder, getOrderOperation } from './get-order.ts'
import { createListOrders } from './list-orders.ts'
import { pageSize, searchOrdersOperation } from './search-orders.ts'

/** Makes Orders API 2026-01-01. */
export const createOrdersApi: OrdersApiFactory = (deps) => ({
  fetchOrder: createFetchOrder(deps),
  listOrders: createListOrders(deps),
  plans: { fetch: getOrderOperation.usagePlan, listOrders: searchOrdersOperation.usagePlan, pageSize },
})
