import { accessDenied, checkAccess } from './access.ts'
import type { Answer } from './answer.ts'
import type { Authorisations } from './authorisations.ts'
import { quotaExceeded } from './faults/canned-answer.ts'
import { answerMarketplaceParticipations } from './marketplace-participations.ts'
import type { SpApiOperation } from './operations.ts'
import type { OperationCall, UnknownOrderAnswer } from './order-lookup.ts'
import { answerGetOrder } from './orders-2026-01-01/get-order.ts'
import { answerSearchOrders } from './orders-2026-01-01/search-orders.ts'
import { answerGetOrders } from './orders-v0/get-orders.ts'
import { publishedAnswer, type PublishedCase } from './published-cases.ts'
import type { SimulatedRequest } from './request.ts'
import type { PageTokens } from './search/page-tokens.ts'
import type { StoredSeller } from './seller.ts'
import type { TokenBuckets } from './usage-plan.ts'
import { answerOrderV0 } from './orders-v0/read-order.ts'
import { answerRestrictedToken } from './orders-v0/restricted-data.ts'

/** Everything on Amazon's side that an answer depends on. */
export interface AmazonState {
  readonly now: () => number
  readonly authorisations: Authorisations
  readonly sellers: ReadonlyMap<string, StoredSeller>
  readonly buckets: TokenBuckets
  readonly cases: readonly PublishedCase[]
  readonly itemsPageSize: number
  readonly pageTokens: PageTokens
  unknownOrders: UnknownOrderAnswer
}

/** The statuses whose answers carry the rate in Amazon's models: not 403, 429 or 5xx. */
const statusesWithRate = new Set([200, 400, 404])

/** Answers a request to the Selling Partner API: access, quota, published cases, then the seller's own orders. */
export function answerSpApi(request: SimulatedRequest, state: AmazonState, misdelivered: boolean): Answer {
  const { operation } = request
  if (operation === 'unknown' || operation === 'lwa') return accessDenied('')
  const answer = answerOperation({ ...request, operation }, state, misdelivered)
  if (!statusesWithRate.has(answer.status)) return answer
  const rate = state.buckets.rateOf(operation)
  return { ...answer, headers: { ...answer.headers, 'x-amzn-RateLimit-Limit': rate } }
}

type SpApiRequest = SimulatedRequest & { readonly operation: SpApiOperation }

function answerOperation(request: SpApiRequest, state: AmazonState, misdelivered: boolean): Answer {
  const access = checkAccess(request, state.authorisations)
  if (access.kind === 'refused') return access.answer
  const { grant } = access
  const seller = state.sellers.get(grant.sellerId)
  if (seller === undefined) return accessDenied('')
  if (!state.buckets.take(seller.sellerId, request.operation)) return quotaExceeded()
  const published = publishedAnswer(state.cases, request)
  if (published !== null) return published
  const call = { request, grant, seller, now: state.now(), unknown: state.unknownOrders, misdelivered }
  return answerFromStore(request.operation, call, state)
}

function answerFromStore(operation: SpApiOperation, call: OperationCall, state: AmazonState): Answer {
  switch (operation) {
    case 'getOrder':
      return answerGetOrder(call)
    case 'v0.getOrder':
    case 'v0.getOrderItems':
    case 'v0.getOrderAddress':
    case 'v0.getOrderBuyerInfo':
      return answerOrderV0(operation, call, state.itemsPageSize)
    case 'createRestrictedDataToken':
      return call.grant.resources === null
        ? answerRestrictedToken(call, state.authorisations)
        : accessDenied('A restricted data token does not open this operation.')
    case 'getMarketplaceParticipations':
      return answerMarketplaceParticipations(call.seller)
    case 'searchOrders':
      return answerSearchOrders(call, state.pageTokens)
    case 'v0.getOrders':
      return answerGetOrders(call, state.pageTokens)
  }
}
