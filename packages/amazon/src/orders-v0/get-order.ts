import { type Deadline, DomainError } from '@orderport/domain'
import { isRecord, type RawOrder, readAnsweredOrder } from '../parse/answered-order.ts'
import type { OrdersApi, OrdersApiDeps } from '../seller-session.ts'
import type { SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'
import { getOrderItems, getOrderItemsOperation } from './get-order-items.ts'
import { createPersonalCaller, type PersonalAccess } from './personal-caller.ts'
import { RestrictedTokens } from './restricted-tokens.ts'
import { type OrderWithItems, toChannelOrder } from './to-channel-order.ts'

export const getOrderOperation: SpApiOperation = {
  name: 'v0.getOrder',
  method: 'GET',
  pathTemplate: '/orders/v0/orders/{orderId}',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
}

/**
 * Returns the function that fetches an order by Orders API v0. It fetches the order, with its buyer and address where
 * the role allows, and all of its items in parallel. If either fails, the whole fails; if both fail, it throws the
 * order's failure. A blank order with items is made of its items.
 */
export function createFetchOrder({ now, onReduced }: OrdersApiDeps): OrdersApi['fetchOrder'] {
  const restrictedTokens = new RestrictedTokens({ now, onReduced })
  return async (session, orderId, deadline) => {
    const access = { session, restrictedTokens, onReduced }
    const [order, orderItems] = await Promise.allSettled([
      getOrder(access, orderId, deadline),
      getOrderItems(access, orderId, deadline),
    ])
    if (order.status === 'rejected') throw order.reason
    return toChannelOrder(orderId, order.value === null ? fromItems(orderItems) : withItems(order.value, orderItems))
  }
}

type ItemsOutcome = PromiseSettledResult<readonly unknown[] | null>

/** Amazon knows the order by now, so items that it doesn't find are its own fault and not a missing order. */
function withItems(order: RawOrder, orderItems: ItemsOutcome): OrderWithItems {
  if (orderItems.status === 'fulfilled' && orderItems.value !== null) return { order, orderItems: orderItems.value }
  const cause: unknown = orderItems.status === 'rejected' ? orderItems.reason : null
  if (cause !== null && !(DomainError.is(cause) && cause.code === 'ORDER_NOT_FOUND_FOR_TENANT')) throw cause
  const said = DomainError.is(cause) ? cause.detail : `${getOrderItemsOperation.name} answered without an order`
  throw new DomainError('UPSTREAM_ERROR', { detail: `Amazon knows the order, but: ${said}`, cause })
}

/** Amazon gave a blank order. Items that name it outweigh that; without them there is no such order. */
function fromItems(orderItems: ItemsOutcome): OrderWithItems {
  if (orderItems.status === 'rejected') throw orderItems.reason
  if (orderItems.value !== null && orderItems.value.some(isRecord)) return { order: {}, orderItems: orderItems.value }
  const detail = `${getOrderOperation.name} and ${getOrderItemsOperation.name} answered without an order`
  throw new DomainError('ORDER_NOT_FOUND_FOR_TENANT', { detail })
}

/** Returns null where Amazon answers without an order. Throws as getOrder of 2026-01-01 does. */
async function getOrder(access: PersonalAccess, orderId: string, deadline: Deadline): Promise<RawOrder | null> {
  const answer = await createPersonalCaller(access)({
    operation: getOrderOperation,
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}`,
    deadline,
    classify: (answer) => classifyOrderAnswer(answer, orderId),
  })
  const place = { operation: getOrderOperation, member: 'payload', idMember: 'AmazonOrderId' }
  return readAnsweredOrder(answer, place, orderId)
}
