import { askSellerApi, type SellerApi, type TokenSupply } from '../transport/call-sp-api.ts'
import type { TimeLimit } from '../transport/upstream-request.ts'
import type { RawOrder } from '../parse/raw-order.ts'
import { judgeOrderAnswer } from '../orders/judge-order-answer.ts'
import { readAnsweredOrder } from '../parse/answered-order.ts'

/**
 * Everything the order is shown with. Without FULFILLMENT there is no status, without PROCEEDS no total; what a seller's
 * role does not cover is left out of the answer.
 */
const includedData = 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION'

export interface OrderQuestion {
  readonly orderId: string
  readonly tokens: TokenSupply
  readonly limit: TimeLimit
}

/**
 * Asks Amazon for one order: one request, of Orders API 2026-01-01.
 * Throws `ORDER_NOT_FOUND_FOR_TENANT`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`, `APP_CREDENTIALS_INVALID`,
 * `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
export async function getOrder(api: SellerApi, { orderId, tokens, limit }: OrderQuestion): Promise<RawOrder> {
  const answer = await askSellerApi(api, {
    operation: 'getOrder',
    method: 'GET',
    path: `/orders/2026-01-01/orders/${encodeURIComponent(orderId)}?includedData=${includedData}`,
    pathTemplate: '/orders/2026-01-01/orders/{orderId}',
    tokens,
    limit,
    judge: (answer) => judgeOrderAnswer(answer, orderId),
  })
  return readAnsweredOrder(answer, { operation: 'getOrder', member: 'order', idMember: 'orderId' }, orderId)
}
