import type { Instant, Order, OrderFacts } from './order.ts'

/**
 * A stub is a row that holds nothing of the marketplace yet. Rows carry no flag for it, neither ours nor those of the
 * service before us: no raw answer, nothing to pay, no lines.
 */
export function isStub(row: Pick<OrderFacts, 'totalAmount' | 'products'> & { readonly hasRawData: boolean }): boolean {
  return !row.hasRawData && Number(row.totalAmount ?? 0) === 0 && row.products.length === 0
}

/** What a conversation knows about an order that the marketplace was not asked for. */
export interface ConversationHints {
  readonly customerName?: string | null | undefined
  readonly customerEmail?: string | null | undefined
  readonly orderDate?: string | null | undefined
}

export type StubIdentity = Pick<Order, 'id' | 'tenantId' | 'channel' | 'externalOrderId' | 'orderDate'> & {
  readonly importedAt: Instant
}

/** A stub to store: it is being made, so its dates are known. */
export type Stub = Order & { readonly importedAt: Instant; readonly updatedAt: Instant }

/** The minimal order for a tenant without credentials, made from the conversation it was asked in. */
export function makeStub(identity: StubIdentity, conversation: ConversationHints): Stub {
  return {
    ...identity,
    updatedAt: identity.importedAt,
    orderSource: 'stub',
    status: 'Unshipped',
    totalAmount: '0',
    currency: 'EUR',
    fulfillmentChannel: 'MFN',
    marketplace: null,
    customerName: conversation.customerName || null,
    customerEmail: conversation.customerEmail || null,
    customerPhone: null,
    customerAddress: null,
    shippingAddress: null,
    products: [],
    packages: [],
    deliveryStatus: 'pending',
    carrier: null,
    trackingCode: null,
    trackingUrl: null,
    shippedAt: null,
    deliveredAt: null,
    estimatedDeliveryAt: null,
    latestShipDate: null,
    sourceUpdatedAt: null,
  }
}
