import { answerFailure } from '../http/upstream-failure.ts'
import type { Send, UpstreamAnswer, UsageAccount } from '../http/upstream-request.ts'
import { isRecord, type RawOrder } from '../parse/raw-order.ts'
import { classifyFailure } from './classify-failure.ts'

/**
 * Everything the order is shown with. Without FULFILLMENT there is no status, without PROCEEDS no total; what a seller's
 * role does not cover is left out of the answer.
 */
const includedData = 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION'

export interface GetOrderRequest {
  readonly endpoint: string
  readonly orderId: string
  readonly accessToken: string
  readonly userAgent: string
  readonly sellerId: string
  readonly account: UsageAccount
  readonly signal: AbortSignal
  readonly deadline?: number | undefined
}

export type GetOrderResult =
  | { readonly kind: 'order'; readonly order: RawOrder }
  /** Amazon refused the access token: it is stale, and a new one is worth a try. */
  | { readonly kind: 'stale-token' }

/**
 * Asks Amazon for one order: one request, of Orders API 2026-01-01.
 * Throws `ORDER_NOT_FOUND_FOR_TENANT`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`, `APP_CREDENTIALS_INVALID`,
 * `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
export async function getOrder(send: Send, request: GetOrderRequest): Promise<GetOrderResult> {
  const answer = await send({
    operation: 'getOrder',
    method: 'GET',
    url: `${request.endpoint}/orders/2026-01-01/orders/${encodeURIComponent(request.orderId)}?includedData=${includedData}`,
    pathTemplate: '/orders/2026-01-01/orders/{orderId}',
    headers: {
      'x-amz-access-token': request.accessToken,
      accept: 'application/json',
      'user-agent': request.userAgent,
    },
    sellerId: request.sellerId,
    account: request.account,
    signal: request.signal,
    deadline: request.deadline,
  })
  if (answer.status === 200) return { kind: 'order', order: orderIn(answer, request.orderId) }
  const failure = classifyFailure(answer, request.orderId)
  if (failure === 'stale-token') return { kind: 'stale-token' }
  throw answerFailure(failure, 'getOrder', answer)
}

/** The order asked for. A 200 that holds none, or another one, is how Amazon answers for an id it does not know. */
function orderIn(answer: UpstreamAnswer, orderId: string): RawOrder {
  const body = answer.body.kind === 'json' ? answer.body.value : null
  if (!isRecord(body)) throw answerFailure('UPSTREAM_ERROR', 'getOrder', answer)
  const order = body['order'] ?? null
  if (order === null) {
    throw answerFailure('errors' in body ? 'UPSTREAM_ERROR' : 'ORDER_NOT_FOUND_FOR_TENANT', 'getOrder', answer)
  }
  if (!isRecord(order)) throw answerFailure('UPSTREAM_ERROR', 'getOrder', answer)
  if (order['orderId'] !== orderId) throw answerFailure('ORDER_NOT_FOUND_FOR_TENANT', 'getOrder', answer)
  return order
}
