import type { ChannelOrderPage, Deadline, ListedOrder, OrderWindow } from '@orderport/domain'
import {
  amazonTime,
  type AnsweredListing,
  isAtEnd,
  type PagePlace,
  queryOf,
  readAnsweredPage,
  readCoverage,
} from '../listing/answered-page.ts'
import { blamesPageToken, classifyPage, pageTokenExpired } from '../listing/classify-page.ts'
import { isRecord } from '../parse/answered-order.ts'
import type { OrdersApi, OrdersApiDeps, PageRequest, SellerSession } from '../seller-session.ts'
import { answerFailure } from '../transport/amazon-error.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { askForMost, type IncludedParts, mayRefuseParts, reducedEvent } from './included-data.ts'
import { toChannelOrder } from './to-channel-order.ts'

export const searchOrdersOperation: SpApiOperation = {
  name: 'searchOrders',
  method: 'GET',
  pathTemplate: '/orders/2026-01-01/orders',
  usagePlan: { ratePerSecond: 0.0056, burst: 20 },
}

/** The most that Amazon gives. */
export const pageSize = 100

const place: PagePlace = {
  operation: searchOrdersOperation,
  pageOf: (body) => body,
  ordersMember: 'orders',
  idMember: 'orderId',
  tokenOf: ({ pagination }) => (isRecord(pagination) ? pagination['nextToken'] : pagination),
}

/**
 * Returns the function that lists orders by Orders API 2026-01-01: a page in one request, unless Amazon refuses a part
 * of the orders. It throws `PageTokenExpired`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`,
 * `APP_CREDENTIALS_INVALID`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
export function createListOrders({ onReduced }: OrdersApiDeps): OrdersApi['listOrders'] {
  return async (session, page, deadline) => {
    const reduced = await askForMost((parts) => askFor(parts, session, page, deadline), null)
    if (reduced.refusal !== null) onReduced(reducedEvent(session, searchOrdersOperation, reduced, reduced.refusal))
    return readPage(reduced.answer, page.window)
  }
}

/** Returns an answer with status 200, or one that refuses these parts. */
async function askFor(
  parts: IncludedParts,
  session: SellerSession,
  { window, token }: PageRequest,
  deadline: Deadline,
): Promise<UpstreamAnswer> {
  const query = queryOf({
    ...boundsOf(window),
    maxResultsPerPage: String(pageSize),
    includedData: parts,
    paginationToken: token,
  })
  const answer = await callSpApi(session, {
    operation: searchOrdersOperation,
    path: `/orders/2026-01-01/orders?${query}`,
    deadline,
    classify(answer) {
      const classification = classifyPage(answer)
      return mayRefuseParts(answer, classification) ? 'answered' : classification
    },
  })
  if (answer.status === 200) return answer
  // Without a part to refuse, nothing but the token is left that Amazon accepted when it gave the page before.
  if (token !== null && answer.status === 400 && (parts.length === 0 || blamesPageToken(answer))) {
    throw pageTokenExpired(searchOrdersOperation, answer)
  }
  if (parts.length > 0) return answer
  throw answerFailure(answer.status === 403 ? 'UPSTREAM_FORBIDDEN' : 'UPSTREAM_ERROR', searchOrdersOperation, answer)
}

function boundsOf({ by, from, to }: OrderWindow): Readonly<Record<string, string>> {
  switch (by) {
    case 'created':
      return { createdAfter: amazonTime(from), createdBefore: amazonTime(to) }
    case 'updated':
      return { lastUpdatedAfter: amazonTime(from), lastUpdatedBefore: amazonTime(to) }
  }
}

function readPage(answer: UpstreamAnswer, { by, to }: OrderWindow): ChannelOrderPage {
  const { listings, nextToken, page } = readAnsweredPage(answer, place)
  const listed = listings.map((listing) => ({ listing, order: toChannelOrder(listing.externalOrderId, listing.raw) }))
  const orders = listed
    .filter(({ order }) => !isAtEnd(by === 'created' ? order.orderDate : order.sourceUpdatedAt, to))
    .map(({ listing, order }): ListedOrder => {
      return {
        externalOrderId: listing.externalOrderId,
        order: isReadable(listing) && order.orderDate !== null ? order : null,
      }
    })
  return { orders, nextToken, ...readCoverage(page[by === 'created' ? 'createdBefore' : 'lastUpdatedBefore'], to) }
}

/** False for an order whose items are missing: nothing tells it from one that has none. */
function isReadable({ raw }: AnsweredListing): boolean {
  return Array.isArray(raw['orderItems']) && typeof raw['lastUpdatedTime'] === 'string'
}
