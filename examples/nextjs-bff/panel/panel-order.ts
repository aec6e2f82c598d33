/** The fields of an order that the panels read. Over REST they arrive as they are; the SDK's `Order` has them too. */
export interface PanelOrder {
  readonly orderId: string
  readonly externalOrderId: string
  readonly sellerOrderNumber: string | null
  readonly status: string
  readonly deliveryStatus: string
  readonly orderDate: string | null
  /** The latest moment to ship. */
  readonly shipBy: string | null
  readonly fulfillmentChannel: string | null
  readonly totalAmount: number | null
  readonly currency: string | null
  readonly products: readonly PanelItem[]
  readonly charges: PanelCharges
  readonly customer: {
    readonly name: string | null
    readonly email: string | null
    readonly address: string | null
  }
  readonly recipientName: string | null
  readonly customerPhone: string | null
  readonly delivery: PanelDelivery
  readonly packages: readonly PanelPackage[]
  readonly timeline: readonly PanelEvent[]
  readonly cancellation: (PanelCancellation & { readonly at: string | null }) | null
  readonly buyerRequestedCancellation: boolean | null
  readonly buyerCancellationReason: string | null
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly isGift: boolean | null
  readonly giftMessage: string | null
  readonly isPrime: boolean | null
  readonly isBusiness: boolean | null
  readonly pickupPoint: boolean | null
  /** `stub` for an order that was created from the conversation, until the tenant connects Amazon. */
  readonly orderSource: string
  /** When Amazon was last asked. */
  readonly checkedAt: string | null
}

export interface PanelItem {
  readonly name: string | null
  readonly sku: string | null
  readonly quantity: number | null
  readonly quantityShipped: number | null
  /** The price of one unit, in the order's currency. */
  readonly price: number | null
  /** The price of all units, in the item's currency. */
  readonly lineTotal: number | null
  readonly currency: string | null
  readonly cancellation: PanelCancellation | null
}

export interface PanelCancellation {
  readonly by: string | null
  readonly reason: string | null
}

export interface PanelCharges {
  readonly shipping: number | null
  readonly giftWrap: number | null
  readonly tax: number | null
  readonly discount: number | null
  readonly other: number | null
  readonly taxIncluded: boolean | null
  /** False if items and charges don't explain the total. */
  readonly addUp: boolean | null
}

/** The promised delivery, and how the order stands against it. */
export interface PanelDelivery {
  readonly promise: { readonly from: string | null; readonly to: string | null }
  readonly state: string
  readonly since: string | null
  /** In French. */
  readonly reason: string
}

export interface PanelPackage {
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly status: string
  readonly shippedAt: string | null
  readonly contents: readonly { readonly name: string | null; readonly quantity: number | null }[]
}

/** An event of the order's history. */
export interface PanelEvent {
  readonly at: string
  readonly label: string
}
