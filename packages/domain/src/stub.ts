import { nothingKnown } from './merge-order.ts'
import type { Instant, Order, OrderFacts } from './order.ts'
import { cleanName } from './plausible.ts'

/**
 * True for a stub: a row that holds nothing from the marketplace yet. No row has a flag for it, neither ours nor
 * those of the service before this one; a stub has no raw answer, a total of 0 or none, and no items.
 */
export function isStub(row: Pick<OrderFacts, 'totalAmount' | 'products'> & { readonly hasRawData: boolean }): boolean {
  return !row.hasRawData && Number(row.totalAmount ?? 0) === 0 && row.products.length === 0
}

/** What a conversation tells about an order; used for a stub alone. */
export interface ConversationHints {
  readonly customerName?: string | null | undefined
  readonly customerEmail?: string | null | undefined
  readonly orderDate?: string | null | undefined
}

export type StubIdentity = Pick<Order, 'id' | 'tenantId' | 'channel' | 'externalOrderId' | 'orderDate'> & {
  readonly importedAt: Instant
}

/** A stub to store. Unlike rows made by hand, it has both dates. */
export type Stub = Order & { readonly importedAt: Instant; readonly updatedAt: Instant }

/** Returns the minimal order for a tenant without credentials, made from the conversation that asked for it. */
export function makeStub(identity: StubIdentity, conversation: ConversationHints): Stub {
  return {
    ...nothingKnown,
    ...identity,
    updatedAt: identity.importedAt,
    orderSource: 'stub',
    status: 'Unshipped',
    totalAmount: '0',
    currency: 'EUR',
    fulfillmentChannel: 'MFN',
    customerName: cleanName(conversation.customerName),
    customerEmail: cleanName(conversation.customerEmail),
    deliveryStatus: 'pending',
    notDeliveredAt: null,
    replacedBy: null,
    checkedAt: null,
  }
}
