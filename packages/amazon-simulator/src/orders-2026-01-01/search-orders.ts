import { accessDenied } from '../access.ts'
import { invalidInput, jsonAnswer, type Answer } from '../answer.ts'
import type { OperationCall } from '../order-lookup.ts'
import { visibleOrder } from '../personal-data.ts'
import { orderPage } from '../search/order-page.ts'
import type { PageTokens } from '../search/page-tokens.ts'
import { readSearch, type SearchParameters } from '../search/search-query.ts'
import { parseIncludedData, withIncludedData } from './included-data.ts'

const parameters: SearchParameters = {
  createdAfter: 'createdAfter',
  createdBefore: 'createdBefore',
  updatedAfter: 'lastUpdatedAfter',
  updatedBefore: 'lastUpdatedBefore',
  marketplaceIds: 'marketplaceIds',
  statuses: 'fulfillmentStatuses',
  fulfilledBy: 'fulfilledBy',
  maxResultsPerPage: 'maxResultsPerPage',
  pageToken: 'paginationToken',
}

/** Answers `searchOrders` of Orders 2026-01-01: a page of the seller's orders in a window. */
export function answerSearchOrders(call: OperationCall, tokens: PageTokens): Answer {
  const { request, seller, grant, now } = call
  if (grant.resources !== null) return accessDenied('A restricted data token does not open this operation.')
  const included = parseIncludedData(request.query)
  if (included === null) return invalidInput('Invalid value for includedData.')
  const read = readSearch(request.query, parameters, { tokens, now })
  if (typeof read === 'string') return invalidInput(read)
  const page = orderPage(seller, read.search, read.cursor, read.size)
  const nextToken = read.nextToken(page)
  return jsonAnswer(200, {
    orders: page.orders.map((order) => withIncludedData(visibleOrder(order, { roles: seller.roles, now }), included)),
    ...(nextToken === undefined ? {} : { pagination: { nextToken } }),
    [read.search.by === 'created' ? 'createdBefore' : 'lastUpdatedBefore']: new Date(read.search.before).toISOString(),
  })
}
