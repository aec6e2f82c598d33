import { type Deadline, DomainError } from '@orderport/domain'
import { readAnsweredOrder } from '../parse/answered-order.ts'
import type { SellerSession } from '../seller-session.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'

export const getOrderItemsOperation: SpApiOperation = {
  name: 'v0.getOrderItems',
  method: 'GET',
  pathTemplate: '/orders/v0/orders/{orderId}/orderItems',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
  mayAnswerEmpty: false,
}

/** More than any order needs: it ends a pagination that Amazon does not end. */
const maxPages = 50

interface ItemsPage {
  readonly items: readonly unknown[]
  readonly nextToken: string | null
}

/**
 * Returns all items of one order: one request for each page. Throws as getOrder does, on whichever page it happens, and
 * `UPSTREAM_ERROR` where the pages have no end. Never returns some of the items as if they were all.
 */
export async function getOrderItems(
  session: SellerSession,
  orderId: string,
  deadline: Deadline,
): Promise<readonly unknown[]> {
  const pages: (readonly unknown[])[] = []
  const usedTokens = new Set<string>()
  let page = await getPage(session, orderId, deadline, null)
  pages.push(page.items)
  while (page.nextToken !== null) {
    if (usedTokens.has(page.nextToken) || usedTokens.size + 1 >= maxPages) throw unreadable('pages of items never end')
    usedTokens.add(page.nextToken)
    page = await getPage(session, orderId, deadline, page.nextToken)
    pages.push(page.items)
  }
  return pages.flat()
}

async function getPage(
  session: SellerSession,
  orderId: string,
  deadline: Deadline,
  nextToken: string | null,
): Promise<ItemsPage> {
  const query = nextToken === null ? '' : `?NextToken=${encodeURIComponent(nextToken)}`
  const answer = await callSpApi(session, {
    operation: getOrderItemsOperation,
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}/orderItems${query}`,
    deadline,
    classify: (answer) => classifyOrderAnswer(answer, orderId),
  })
  const place = { operation: getOrderItemsOperation, member: 'payload', idMember: 'AmazonOrderId' }
  const payload = readAnsweredOrder(answer, place, orderId)
  const items: unknown = payload['OrderItems']
  if (!Array.isArray(items)) throw unreadable('status 200 without a list of items')
  return { items, nextToken: readNextToken(payload['NextToken'] ?? '') }
}

function readNextToken(value: unknown): string | null {
  if (typeof value !== 'string') throw unreadable('a page token that is not text')
  return value === '' ? null : value
}

function unreadable(fault: string): DomainError {
  return new DomainError('UPSTREAM_ERROR', { detail: `v0.getOrderItems: ${fault}` })
}
