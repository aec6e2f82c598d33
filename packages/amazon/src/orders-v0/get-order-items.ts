import { type Deadline, DomainError } from '@orderport/domain'
import { type RawOrder, readAnsweredOrder } from '../parse/answered-order.ts'
import type { OperationCall, SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyOrderAnswer } from '../transport/classify-failure.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { createPersonalCaller, type PersonalAccess } from './personal-caller.ts'

export const getOrderItemsOperation: SpApiOperation = {
  name: 'v0.getOrderItems',
  method: 'GET',
  pathTemplate: '/orders/v0/orders/{orderId}/orderItems',
  usagePlan: { ratePerSecond: 0.5, burst: 30 },
}

/** More than any order needs: it ends a pagination that Amazon does not end. */
const maxPages = 50

interface ItemsPage {
  readonly items: readonly unknown[]
  readonly nextToken: string | null
}

/**
 * Returns all items of one order: one request for each page, with the gift options where the role allows. Returns null
 * where Amazon answers without an order. Throws as getOrder does, on whichever page it happens, and `UPSTREAM_ERROR`
 * where the pages have no end. Never returns some of the items as if they were all.
 */
export async function getOrderItems(
  access: PersonalAccess,
  orderId: string,
  deadline: Deadline,
): Promise<readonly unknown[] | null> {
  const request = { call: createPersonalCaller(access), orderId, deadline }
  const first = await getPage(request, null)
  if (first === null) return null
  const pages = [first.items]
  const usedTokens = new Set<string>()
  let { nextToken } = first
  while (nextToken !== null) {
    if (usedTokens.has(nextToken) || usedTokens.size + 1 >= maxPages) throw unreadable('pages of items never end')
    usedTokens.add(nextToken)
    const page = await getPage(request, nextToken)
    if (page === null) throw unreadable('a page of items without an order')
    pages.push(page.items)
    nextToken = page.nextToken
  }
  return pages.flat()
}

interface PageRequest {
  readonly call: (call: OperationCall) => Promise<UpstreamAnswer>
  readonly orderId: string
  readonly deadline: Deadline
}

async function getPage({ call, orderId, deadline }: PageRequest, nextToken: string | null): Promise<ItemsPage | null> {
  const query = nextToken === null ? '' : `?NextToken=${encodeURIComponent(nextToken)}`
  const answer = await call({
    operation: getOrderItemsOperation,
    path: `/orders/v0/orders/${encodeURIComponent(orderId)}/orderItems${query}`,
    deadline,
    classify: (answer) => classifyOrderAnswer(answer, orderId),
  })
  const place = { operation: getOrderItemsOperation, member: 'payload', idMember: 'AmazonOrderId' }
  const payload = readAnsweredOrder(answer, place, orderId)
  return payload === null ? null : readPage(payload)
}

function readPage(payload: RawOrder): ItemsPage {
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
