/** The fields of an order that the panel reads. The BFF's answers have them, and so does the SDK's `Order`. */
export interface PanelOrder {
  readonly orderId: string
  readonly externalOrderId: string
  readonly status: string
  readonly deliveryStatus: string
  readonly orderDate: string | null
  readonly totalAmount: number | null
  readonly currency: string | null
  readonly products: readonly PanelItem[]
  readonly customer: {
    readonly name: string | null
    readonly email: string | null
    readonly address: string | null
  }
  readonly packages: readonly PanelPackage[]
  /** `stub` for an order that was created from the conversation, until the tenant connects Amazon. */
  readonly orderSource: string
}

export interface PanelItem {
  readonly name: string | null
  readonly quantity: number
  /** The price of one unit. */
  readonly price: number | null
}

export interface PanelPackage {
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly status: string
}
