import { type ChannelOrderPage, type Deadline, DomainError, parseOrderInstant } from '@orderport/domain'
import {
  amazonTime,
  isAtEnd,
  type PagePlace,
  queryOf,
  readAnsweredPage,
  readCoverage,
} from '../listing/answered-page.ts'
import { blamesPageToken, classifyPage, pageTokenExpired } from '../listing/classify-page.ts'
import type { PageRequest, SellerSession } from '../seller-session.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'

export const getOrdersOperation: SpApiOperation = {
  name: 'v0.getOrders',
  method: 'GET',
  pathTemplate: '/orders/v0/orders',
  usagePlan: { ratePerSecond: 0.0167, burst: 20 },
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

/**
 * Returns a page of orders by Orders API v0, whose lists have neither items nor personal data: every `order` is null.
 * Throws as the list of 2026-01-01 does.
 */
export async function listOrders(
  session: SellerSession,
  { window, token }: PageRequest,
  deadline: Deadline,
): Promise<ChannelOrderPage> {
  if (session.marketplaceId === null) {
    throw new DomainError('UPSTREAM_ERROR', { detail: 'v0.getOrders needs the marketplace_id of the tenant’s secret' })
  }
  const { by, from, to } = window
  const [after, before] =
    by === 'created' ? ['CreatedAfter', 'CreatedBefore'] : ['LastUpdatedAfter', 'LastUpdatedBefore']
  const query = queryOf({
    MarketplaceIds: [session.marketplaceId],
    [after]: amazonTime(from),
    [before]: amazonTime(to),
    MaxResultsPerPage: String(pageSize),
    NextToken: token,
  })
  const answer = await callSpApi(session, {
    operation: getOrdersOperation,
    path: `/orders/v0/orders?${query}`,
    deadline,
    classify: (answer) => (token !== null && blamesPageToken(answer) ? 'answered' : classifyPage(answer)),
  })
  if (answer.status !== 200) throw pageTokenExpired(getOrdersOperation, answer)
  const { listings, nextToken, page } = readAnsweredPage(answer, place)
  const momentMember = by === 'created' ? 'PurchaseDate' : 'LastUpdateDate'
  const orders = listings
    .filter(({ raw }) => !isAtEnd(parseOrderInstant(raw[momentMember]), to))
    .map(({ externalOrderId }) => ({ externalOrderId, order: null }))
  return { orders, nextToken, ...readCoverage(page[before], to) }
}
