/** A row of `orders` as the peers read it, with the names of its columns in camel case. Nothing is validated. */
export interface OrderRow {
  readonly id: string
  readonly externalOrderId: string
  readonly channel: string
  readonly status: string | null
  /** `pg` returns text and Prisma a Decimal. */
  readonly totalAmount: { toString(): string } | null
  readonly currency: string | null
  readonly orderDate: Date | null
  readonly fulfillmentChannel: string | null
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly customerAddress: string | null
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly deliveryStatus: string | null
  readonly products: readonly StoredItem[]
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly marketplace: string | null
  readonly customerPhone: string | null
  readonly shippingAddress: { readonly name?: string | null } | null
  readonly packages: readonly StoredPackage[]
  readonly shippedAt: Date | null
  readonly deliveredAt: Date | null
  readonly estimatedDeliveryAt: Date | null
  readonly latestShipDate: Date | null
  readonly checkedAt: Date | null
  readonly sellerOrderNumber: string | null
  readonly replaces: string | null
  readonly details: StoredDetails
}

export interface StoredItem {
  readonly orderItemId: string
  readonly name: string | null
  readonly quantity: number
  readonly price: number | null
  readonly sku: string | null
  readonly asin: string | null
  readonly lineTotal: string | null
  readonly currency: string | null
  readonly quantityShipped: number | null
}

export interface StoredPackage {
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly status: string
  readonly shippedAt: string | null
  readonly contents: readonly { readonly orderItemId: string; readonly quantity: number | null }[]
}

interface StoredDetails {
  readonly charges: Readonly<Record<'shipping' | 'giftWrap' | 'tax' | 'discount' | 'other', string | null>> | null
  readonly deliverFrom: string | null
  readonly isGift: boolean | null
  readonly isPrime: boolean | null
  readonly isBusiness: boolean | null
  readonly pickupPoint: boolean | null
}
