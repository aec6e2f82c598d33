import { askSellerApi, type SellerApi } from '../transport/call-sp-api.ts'
import type { RawOrder } from '../parse/raw-order.ts'
import type { OrderQuestion } from '../orders-2026-01-01/get-order.ts'
import { judgeOrderAnswer } from '../orders/judge-order-answer.ts'
import { readAnsweredOrder } from '../parse/answered-order.ts'

/** Asks Amazon for one order without its items: one request, of Orders API v0. Throws as getOrder of 2026-01-01 does. */
export async function getOrderV0(api: SellerApi, { orderId, tokens, limit }: OrderQuestion): Promise<RawOrder> {
  const answer = await askSellerApi(api, {
    operation: 'v0.getOrder',
    method: 'GET',
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}`,
    pathTemplate: '/orders/v0/orders/{orderId}',
    tokens,
    limit,
    judge: (answer) => judgeOrderAnswer(answer, orderId),
  })
  return readAnsweredOrder(answer, { operation: 'v0.getOrder', member: 'payload', idMember: 'AmazonOrderId' }, orderId)
}
