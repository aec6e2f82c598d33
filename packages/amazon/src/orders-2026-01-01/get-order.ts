import type { Deadline } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import { grantKey } from '../lwa/access-tokens.ts'
import { type RawOrder, readAnsweredOrder } from '../parse/answered-order.ts'
import type { OrdersApi, OrdersApiDeps, SellerSession } from '../seller-session.ts'
import { answerFailure } from '../transport/amazon-error.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { askForMost, type IncludedParts, mayRefuseParts, reducedEvent } from './included-data.ts'
import { toChannelOrder } from './to-channel-order.ts'

export const getOrderOperation: SpApiOperation = {
  name: 'getOrder',
  method: 'GET',
  pathTemplate: '/orders/2026-01-01/orders/{orderId}',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
}

/** Sellers whose parts are kept. The least recently used goes first. */
const maxSellers = 1000
/** How long the parts are kept that a search found. They save requests, but hide that Amazon gives one more again. */
const foundPartsMs = 15 * 60_000

/**
 * Returns the function that fetches an order by Orders API 2026-01-01: in one request, unless Amazon refuses a part. It
 * throws `ORDER_NOT_FOUND_FOR_TENANT`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`, `APP_CREDENTIALS_INVALID`,
 * `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
export function createFetchOrder({ now, onReduced }: OrdersApiDeps): OrdersApi['fetchOrder'] {
  const found = new LRUCache<string, { readonly parts: IncludedParts; readonly until: number }>({ max: maxSellers })
  return async (session, orderId, deadline) => {
    const seller = grantKey(session)
    const ask = (parts: IncludedParts): Promise<UpstreamAnswer> => askFor(parts, session, orderId, deadline)
    const kept = found.get(seller)
    const expected = kept !== undefined && now() < kept.until ? kept.parts : null
    const reduced = await askForMost(ask, expected)
    if (reduced.refusal !== null) {
      if (reduced.parts !== expected) found.set(seller, { parts: reduced.parts, until: now() + foundPartsMs })
      onReduced(reducedEvent(session, getOrderOperation, reduced, reduced.refusal))
    }
    return toChannelOrder(orderId, readOrder(reduced.answer, orderId))
  }
}

function askFor(
  parts: IncludedParts,
  session: SellerSession,
  orderId: string,
  deadline: Deadline,
): Promise<UpstreamAnswer> {
  const query = parts.length === 0 ? '' : `?includedData=${parts.join(',')}`
  return callSpApi(session, {
    operation: getOrderOperation,
    path: `/orders/2026-01-01/orders/${encodeURIComponent(orderId)}${query}`,
    deadline,
    classify(answer) {
      const classification = classifyOrderAnswer(answer, orderId)
      return parts.length > 0 && mayRefuseParts(answer, classification) ? 'answered' : classification
    },
  })
}

function readOrder(answer: UpstreamAnswer, orderId: string): RawOrder {
  const place = { operation: getOrderOperation, member: 'order', idMember: 'orderId' }
  const order = readAnsweredOrder(answer, place, orderId)
  if (order === null) throw answerFailure('ORDER_NOT_FOUND_FOR_TENANT', getOrderOperation, answer)
  return order
}
