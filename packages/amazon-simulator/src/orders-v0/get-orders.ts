import type { AmazonFulfillmentStatus } from '../amazon-order.ts'
import { invalidInput, jsonAnswer, type Answer } from '../answer.ts'
import type { OperationCall } from '../order-lookup.ts'
import { orderPage, type OrderSearch } from '../search/order-page.ts'
import type { PageTokens } from '../search/page-tokens.ts'
import { readSearch, type SearchParameters } from '../search/search-query.ts'
import { v0Order, v0Status } from './order-view.ts'

const parameters: SearchParameters = {
  createdAfter: 'CreatedAfter',
  createdBefore: 'CreatedBefore',
  updatedAfter: 'LastUpdatedAfter',
  updatedBefore: 'LastUpdatedBefore',
  marketplaceIds: 'MarketplaceIds',
  statuses: 'OrderStatuses',
  fulfilledBy: 'FulfillmentChannels',
  maxResultsPerPage: 'MaxResultsPerPage',
  pageToken: 'NextToken',
}

/** Answers `getOrders` of Orders v0: a page without items and personal data. */
export function answerGetOrders({ request, seller, now }: OperationCall, tokens: PageTokens): Answer {
  if (!request.query.has('MarketplaceIds')) return invalidInput('MarketplaceIds is missing.')
  const read = readSearch(request.query, parameters, { tokens, now })
  if (typeof read === 'string') return invalidInput(read)
  const page = orderPage(seller, in2026Words(read.search), read.cursor, read.size)
  const before = new Date(read.search.before).toISOString()
  return jsonAnswer(200, {
    payload: {
      Orders: page.orders.map(v0Order),
      NextToken: read.nextToken(page),
      [read.search.by === 'created' ? 'CreatedBefore' : 'LastUpdatedBefore']: before,
    },
  })
}

/** Returns a search by the words in which the seller keeps the orders. */
function in2026Words(search: OrderSearch): OrderSearch {
  const { statuses, fulfilledBy } = search
  return {
    ...search,
    statuses: statuses && fulfillmentStatuses.filter((status) => statuses.includes(v0Status(status))),
    fulfilledBy: fulfilledBy && fulfilledBy.map((channel) => (channel === 'AFN' ? 'AMAZON' : 'MERCHANT')),
  }
}

const fulfillmentStatuses: readonly AmazonFulfillmentStatus[] = [
  'PENDING_AVAILABILITY',
  'PENDING',
  'UNSHIPPED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'CANCELLED',
  'UNFULFILLABLE',
]
