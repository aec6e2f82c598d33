import { expect, it } from 'vitest'
import { publishedPlan, routeOf } from './operations.ts'

it.each([
  ['GET', '/orders/2026-01-01/orders/1-2-3', { operation: 'getOrder', orderId: '1-2-3' }],
  ['GET', '/orders/2026-01-01/orders', { operation: 'searchOrders', orderId: null }],
  ['GET', '/orders/v0/orders/1-2-3', { operation: 'v0.getOrder', orderId: '1-2-3' }],
  ['GET', '/orders/v0/orders/1-2-3/orderItems', { operation: 'v0.getOrderItems', orderId: '1-2-3' }],
  ['GET', '/orders/v0/orders/1-2-3/address', { operation: 'v0.getOrderAddress', orderId: '1-2-3' }],
  ['GET', '/orders/v0/orders/1-2-3/buyerInfo', { operation: 'v0.getOrderBuyerInfo', orderId: '1-2-3' }],
  ['POST', '/tokens/2021-03-01/restrictedDataToken', { operation: 'createRestrictedDataToken', orderId: null }],
  ['GET', '/sellers/v1/marketplaceParticipations', { operation: 'getMarketplaceParticipations', orderId: null }],
  ['POST', '/auth/o2/token', { operation: 'lwa', orderId: null }],
  ['GET', '/orders/2026-01-01/orders/%31', { operation: 'getOrder', orderId: '1' }],
  ['GET', '/orders/2026-01-01/orders/', { operation: 'unknown', orderId: null }],
  ['POST', '/orders/2026-01-01/orders/1-2-3', { operation: 'unknown', orderId: null }],
  ['GET', '/orders/v1/orders/1-2-3', { operation: 'unknown', orderId: null }],
])('%s %s is %o', (method, path, route) => {
  expect(routeOf(method, path)).toEqual(route)
})

it('the plans are those that Amazon publishes', () => {
  expect(publishedPlan('getOrder')).toEqual({ rate: 0.5, burst: 30 })
  expect(publishedPlan('searchOrders')).toEqual({ rate: 0.0056, burst: 20 })
  expect(publishedPlan('v0.getOrders')).toEqual({ rate: 0.0167, burst: 20 })
  expect(publishedPlan('createRestrictedDataToken')).toEqual({ rate: 1, burst: 10 })
})
