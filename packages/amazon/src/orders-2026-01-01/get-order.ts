import type { Deadline } from '@orderport/domain'
import { type RawOrder, readAnsweredOrder } from '../parse/answered-order.ts'
import type { FetchOrderFactory, SellerSession } from '../seller-session.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'
import { toChannelOrder } from './to-channel-order.ts'

const getOrderOperation: SpApiOperation = {
  name: 'getOrder',
  method: 'GET',
  pathTemplate: '/orders/2026-01-01/orders/{orderId}',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
  mayAnswerEmpty: true,
}

/**
 * Everything that an order is shown with. Without FULFILLMENT there is no status, without PROCEEDS no total. Amazon
 * leaves out what the seller's role does not cover.
 */
const includedData = 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION'

/** Returns the function that fetches an order by Orders API 2026-01-01, in one request. */
export const createFetchOrder: FetchOrderFactory = () => async (session, orderId, deadline) =>
  toChannelOrder(orderId, await getOrder(session, orderId, deadline))

/**
 * Throws `ORDER_NOT_FOUND_FOR_TENANT`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`, `APP_CREDENTIALS_INVALID`,
 * `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
async function getOrder(session: SellerSession, orderId: string, deadline: Deadline): Promise<RawOrder> {
  const answer = await callSpApi(session, {
    operation: getOrderOperation,
    path: `/orders/2026-01-01/orders/${encodeURIComponent(orderId)}?includedData=${includedData}`,
    deadline,
    classify: (answer) => classifyOrderAnswer(answer, orderId),
  })
  return readAnsweredOrder(answer, { operation: getOrderOperation, member: 'order', idMember: 'orderId' }, orderId)
}
