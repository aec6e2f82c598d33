import type { Deadline, OrderWindow } from '@orderport/domain'
import { amazonTime, type PagePlace, queryOf } from '../listing/answered-page.ts'
import { classifyPage, maxPageBytes, pageTokenExpired, refusesPageToken } from '../listing/classify-page.ts'
import { isRecord } from '../parse/answered-order.ts'
import type { PageRequest, SellerSession } from '../seller-session.ts'
import { answerFailure } from '../transport/amazon-error.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { type IncludedParts, mayRefuseParts } from './included-data.ts'

export const searchOrdersOperation: SpApiOperation = {
  name: 'searchOrders',
  method: 'GET',
  pathTemplate: '/orders/2026-01-01/orders',
  usagePlan: { ratePerSecond: 0.0056, burst: 20 },
  lists: true,
  maxBodyBytes: maxPageBytes,
}

/** The most that Amazon gives. */
export const pageSize = 100

/** Where an answer holds the page. */
export const pagePlace: PagePlace = {
  operation: searchOrdersOperation,
  pageOf: (body) => body,
  ordersMember: 'orders',
  idMember: 'orderId',
  tokenOf: ({ pagination }) => (isRecord(pagination) ? pagination['nextToken'] : pagination),
}

/**
 * Calls `searchOrders` with these parts of the orders. Returns an answer with status 200, or one that refuses the
 * parts; without any part, the first alone. Throws `PageTokenExpired` and the other failures of a list.
 */
export async function searchOrders(
  session: SellerSession,
  { window, token }: PageRequest,
  { parts, deadline }: { readonly parts: IncludedParts; readonly deadline: Deadline },
): Promise<UpstreamAnswer> {
  const operation = searchOrdersOperation
  const query = queryOf({
    ...boundsOf(window),
    maxResultsPerPage: String(pageSize),
    includedData: parts,
    paginationToken: token,
  })
  const answer = await callSpApi(session, {
    operation,
    path: `${operation.pathTemplate}?${query}`,
    deadline,
    classify(answer) {
      const classification = classifyPage(answer)
      return mayRefuseParts(answer, classification) ? 'answered' : classification
    },
  })
  if (answer.status === 200) return answer
  if (token !== null && refusesPageToken(answer, parts.length === 0)) throw pageTokenExpired(operation, answer)
  if (parts.length > 0) return answer
  throw answerFailure(answer.status === 403 ? 'UPSTREAM_FORBIDDEN' : 'UPSTREAM_ERROR', operation, answer)
}

function boundsOf({ by, from, to }: OrderWindow): Readonly<Record<string, string>> {
  switch (by) {
    case 'created':
      return { createdAfter: amazonTime(from), createdBefore: amazonTime(to) }
    case 'updated':
      return { lastUpdatedAfter: amazonTime(from), lastUpdatedBefore: amazonTime(to) }
  }
}
