import { type Deadline, DomainError } from '@orderport/domain'
import { type RawOrder, readAnsweredOrder } from '../parse/answered-order.ts'
import type { FetchOrderFactory, SellerSession } from '../seller-session.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'
import { getOrderItems } from './get-order-items.ts'
import { RestrictedTokens } from './restricted-tokens.ts'
import { toChannelOrder } from './to-channel-order.ts'

const getOrderOperation: SpApiOperation = {
  name: 'v0.getOrder',
  method: 'GET',
  pathTemplate: '/orders/v0/orders/{orderId}',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
  mayAnswerEmpty: true,
}

/**
 * Returns the function that fetches an order by Orders API v0. It fetches the order, with its buyer and address where
 * the role allows, and all of its items in parallel. If either fails, the whole fails; if both fail, it throws the
 * order's failure.
 */
export const createFetchOrder: FetchOrderFactory = (now) => {
  const restrictedTokens = new RestrictedTokens(now)
  return async (session, orderId, deadline) => {
    const order = getOrder({ ...session, tokens: restrictedTokens.of(session) }, orderId, deadline)
    const orderItems = getOrderItems(session, orderId, deadline)
    await Promise.allSettled([order, orderItems])
    return toChannelOrder(orderId, { order: await order, orderItems: await orderItems.catch(blameAmazon) })
  }
}

/** Throws as getOrder of 2026-01-01 does. */
async function getOrder(session: SellerSession, orderId: string, deadline: Deadline): Promise<RawOrder> {
  const answer = await callSpApi(session, {
    operation: getOrderOperation,
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}`,
    deadline,
    classify: (answer) => classifyOrderAnswer(answer, orderId),
  })
  const place = { operation: getOrderOperation, member: 'payload', idMember: 'AmazonOrderId' }
  return readAnsweredOrder(answer, place, orderId)
}

/** Amazon knows the order by now, so items that it doesn't find are its own fault and not a missing order. */
function blameAmazon(failure: unknown): never {
  if (!DomainError.is(failure) || failure.code !== 'ORDER_NOT_FOUND_FOR_TENANT') throw failure
  throw new DomainError('UPSTREAM_ERROR', { detail: `Amazon knows the order, but: ${failure.detail}`, cause: failure })
}
