import type { AmazonOrder } from './amazon-order.ts'
import { invalidInput, spApiError, type Answer } from './answer.ts'
import type { Grant } from './authorisations.ts'
import type { SimulatedRequest } from './request.ts'
import type { StoredSeller } from './seller.ts'

/** The answer for an order that the seller does not have: 404, an empty 200, or an order with another id. */
export type UnknownOrderAnswer = 'not-found' | 'empty' | 'other-order'

export type FoundOrder =
  | { readonly kind: 'order'; readonly order: AmazonOrder }
  | { readonly kind: 'not-found' | 'empty' }

/** A request that passed the access check, with what its operation needs. */
export interface OperationCall {
  readonly request: SimulatedRequest
  readonly grant: Grant
  readonly seller: StoredSeller
  /** Milliseconds since 1970. */
  readonly now: number
  readonly unknown: UnknownOrderAnswer
  /** Whether the answer is about another order, even though the seller has the requested one. */
  readonly misdelivered: boolean
}

/** Returns what the seller's store holds for this id. */
export function lookUpOrder(orderId: string, { seller, unknown, misdelivered }: OperationCall): FoundOrder {
  const order = seller.order(orderId)
  if (order !== undefined && !misdelivered) return { kind: 'order', order }
  if (misdelivered || unknown === 'other-order') return { kind: 'order', order: differentOrder(orderId, seller) }
  return { kind: unknown }
}

/** True for the form of an order id: 3-7-7 digits, or `S01-`, `S02-` and `D01-` for multi-channel and digital orders. */
export function isOrderId(text: string): boolean {
  return /^(?:\d{3}|[DS]\d{2})-\d{7}-\d{7}$/.test(text)
}

/** Returns Amazon's 404 for an order that it doesn't know. */
export function orderNotFound(): Answer {
  return spApiError(404, { code: 'NotFound', message: 'The order was not found.' })
}

/** Returns the 400 by which Amazon may say the same. */
export function unknownOrderId(orderId: string): Answer {
  return invalidInput(`Invalid AmazonOrderId: ${orderId}`)
}

function differentOrder(orderId: string, seller: StoredSeller): AmazonOrder {
  const otherId = seller.orderIds.find((candidate) => candidate !== orderId)
  const other = otherId === undefined ? undefined : seller.order(otherId)
  return other ?? placeholderOrder(orderId)
}

function placeholderOrder(orderId: string): AmazonOrder {
  const free = ['000-0000000-0000000', '000-0000000-0000001'].find((candidate) => candidate !== orderId)
  return {
    orderId: free ?? '',
    createdTime: '2026-01-01T00:00:00Z',
    lastUpdatedTime: '2026-01-01T00:00:00Z',
    salesChannel: { channelName: 'AMAZON' },
    orderItems: [],
  }
}
