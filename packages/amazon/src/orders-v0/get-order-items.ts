import { DomainError } from '@orderport/domain'
import { askSellerApi, type SellerApi } from '../transport/call-sp-api.ts'
import type { OrderQuestion } from '../orders-2026-01-01/get-order.ts'
import { judgeOrderAnswer } from '../orders/judge-order-answer.ts'
import { readAnsweredOrder } from '../parse/answered-order.ts'

/** More than any order needs: it ends a paging that Amazon does not end. */
const maxPages = 50

interface ItemsPage {
  readonly items: readonly unknown[]
  readonly nextToken: string | null
}

/**
 * All items of one order, of Orders API v0: one request for each page. Throws as getOrder does, on whichever page it
 * happens, and `UPSTREAM_ERROR` where the pages have no end: some of the items are never given for all.
 */
export async function getOrderItemsV0(api: SellerApi, question: OrderQuestion): Promise<readonly unknown[]> {
  const pages: (readonly unknown[])[] = []
  const asked = new Set<string>()
  let page = await getPage(api, question, null)
  pages.push(page.items)
  while (page.nextToken !== null) {
    if (asked.has(page.nextToken) || asked.size + 1 >= maxPages) throw unreadable('gives pages of items without end')
    asked.add(page.nextToken)
    page = await getPage(api, question, page.nextToken)
    pages.push(page.items)
  }
  return pages.flat()
}

async function getPage(api: SellerApi, question: OrderQuestion, nextToken: string | null): Promise<ItemsPage> {
  const { orderId, tokens, limit } = question
  const query = nextToken === null ? '' : `?NextToken=${encodeURIComponent(nextToken)}`
  const answer = await askSellerApi(api, {
    operation: 'v0.getOrderItems',
    method: 'GET',
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}/orderItems${query}`,
    pathTemplate: '/orders/v0/orders/{orderId}/orderItems',
    tokens,
    limit,
    judge: (answer) => judgeOrderAnswer(answer, orderId),
  })
  const place = { operation: 'v0.getOrderItems', member: 'payload', idMember: 'AmazonOrderId' } as const
  const payload = readAnsweredOrder(answer, place, orderId)
  const items: unknown = payload['OrderItems']
  if (!Array.isArray(items)) throw unreadable('answered 200 without a list of items')
  return { items, nextToken: readNextToken(payload['NextToken'] ?? '') }
}

function readNextToken(value: unknown): string | null {
  if (typeof value !== 'string') throw unreadable('gives a page token that is none')
  return value === '' ? null : value
}

function unreadable(what: string): DomainError {
  return new DomainError('UPSTREAM_ERROR', { detail: `v0.getOrderItems ${what}` })
}
