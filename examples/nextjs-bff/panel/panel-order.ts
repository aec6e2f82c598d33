/** What the panel reads of an order. The BFF's answers have it, and so has the SDK's order: the compiler says so. */
export interface PanelOrder {
  readonly orderId: string
  readonly externalOrderId: string
  readonly status: string
  readonly deliveryStatus: string
  readonly orderDate: string | null
  readonly totalAmount: number | null
  readonly currency: string | null
  readonly products: readonly PanelProduct[]
  readonly customer: {
    readonly name: string | null
    readonly email: string | null
    readonly address: string | null
  }
  readonly packages: readonly PanelParcel[]
  /** `stub`: made from the conversation, until the tenant connects Amazon. */
  readonly orderSource: string
}

export interface PanelProduct {
  readonly name: string | null
  readonly quantity: number
  /** Of one unit. */
  readonly price: number | null
}

export interface PanelParcel {
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly status: string
}
