import type { AmazonOrder } from './amazon-order.ts'
import type { StoredSeller } from './seller.ts'

/** How an order that the seller does not have is answered: 404, an empty 200, or another order than the one asked for. */
export type UnknownOrderAnswer = 'not-found' | 'empty' | 'other-order'

export type FoundOrder =
  | { readonly kind: 'order'; readonly order: AmazonOrder }
  | { readonly kind: 'not-found' | 'empty' }

export interface OrderLookup {
  readonly seller: StoredSeller
  readonly unknown: UnknownOrderAnswer
  /** Another order is given even though the seller has the one asked for. */
  readonly misdelivered: boolean
}

/** The order that the seller's store gives for this id. */
export function lookUpOrder(orderId: string, { seller, unknown, misdelivered }: OrderLookup): FoundOrder {
  const order = seller.order(orderId)
  if (order !== undefined && !misdelivered) return { kind: 'order', order }
  if (misdelivered || unknown === 'other-order') return { kind: 'order', order: anotherOrder(orderId, seller) }
  return { kind: unknown }
}

/** The form of an order id: 3-7-7 digits. */
export function isOrderId(text: string): boolean {
  return /^\d{3}-\d{7}-\d{7}$/.test(text)
}

function anotherOrder(orderId: string, seller: StoredSeller): AmazonOrder {
  const otherId = seller.orderIds.find((candidate) => candidate !== orderId)
  const other = otherId === undefined ? undefined : seller.order(otherId)
  return other ?? strangersOrder(orderId)
}

function strangersOrder(orderId: string): AmazonOrder {
  const free = ['000-0000000-0000000', '000-0000000-0000001'].find((candidate) => candidate !== orderId)
  return {
    orderId: free ?? '',
    createdTime: '2026-01-01T00:00:00Z',
    lastUpdatedTime: '2026-01-01T00:00:00Z',
    salesChannel: { channelName: 'AMAZON' },
    orderItems: [],
  }
}
