import { type ChannelOrderPage, type OrderWindow, parseOrderInstant } from '@orderport/domain'
import {
  amazonTime,
  isAtEnd,
  type PagePlace,
  queryOf,
  readAnsweredPage,
  readCoverage,
} from '../listing/answered-page.ts'
import { classifyPage, maxPageBytes, pageTokenExpired, refusesPageToken } from '../listing/classify-page.ts'
import { PageChains } from '../listing/page-chains.ts'
import { grantKey } from '../lwa/access-tokens.ts'
import type { OrdersApi, OrdersApiDeps } from '../seller-session.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { MarketplaceIds } from './marketplace-ids.ts'

export const getOrdersOperation: SpApiOperation = {
  name: 'v0.getOrders',
  method: 'GET',
  pathTemplate: '/orders/v0/orders',
  usagePlan: { ratePerSecond: 0.0167, burst: 20 },
  lists: true,
  maxBodyBytes: maxPageBytes,
}

/** The most that Amazon gives. */
export const pageSize = 100

const place: PagePlace = {
  operation: getOrdersOperation,
  pageOf: ({ payload }) => payload,
  ordersMember: 'Orders',
  idMember: 'AmazonOrderId',
  tokenOf: ({ NextToken }) => NextToken,
}

/** What v0 calls a window's ends, and the moment of an order that it is about. */
const names = {
  created: { after: 'CreatedAfter', before: 'CreatedBefore', moment: 'PurchaseDate' },
  updated: { after: 'LastUpdatedAfter', before: 'LastUpdatedBefore', moment: 'LastUpdateDate' },
}

/**
 * Returns the function that lists orders by Orders API v0. Its lists have neither items nor personal data, so that
 * every `order` is null. It throws as the list of 2026-01-01 does.
 */
export function createListOrders(deps: OrdersApiDeps): OrdersApi['listOrders'] {
  const marketplaces = new MarketplaceIds(deps)
  const chains = new PageChains()
  return async (session, { window, token }, deadline) => {
    const { after, before } = names[window.by]
    const query = queryOf({
      MarketplaceIds: await marketplaces.of(session, deadline.signal),
      [after]: amazonTime(window.from),
      [before]: amazonTime(window.to),
      MaxResultsPerPage: String(pageSize),
      NextToken: token,
    })
    const answer = await callSpApi(session, {
      operation: getOrdersOperation,
      path: `${getOrdersOperation.pathTemplate}?${query}`,
      deadline,
      classify: (answer) => (token !== null && refusesPageToken(answer, true) ? 'answered' : classifyPage(answer)),
    })
    if (answer.status !== 200) throw pageTokenExpired(getOrdersOperation, answer)
    const page = readPage(answer, window)
    chains.extend(getOrdersOperation, `${grantKey(session)} ${JSON.stringify(window)}`, token, page.nextToken)
    return page
  }
}

function readPage(answer: UpstreamAnswer, { by, to }: OrderWindow): ChannelOrderPage {
  const { listings, nextToken, page } = readAnsweredPage(answer, place)
  const orders = listings
    .filter(({ raw }) => !isAtEnd(parseOrderInstant(raw[names[by].moment]), to))
    .map(({ externalOrderId }) => ({ externalOrderId, order: null }))
  return { orders, nextToken, ...readCoverage(page[names[by].before], to) }
}
