import type { DeliveryStatus, FulfillmentChannel, OrderStatus } from './order-status.ts'
import type { TenantId } from './tenant-id.ts'

/** A moment: ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export type Instant = string

/** An amount of money: a plain decimal such as `29.99` or `-3`, never a float. See decimal.ts. */
export type Decimal = string

/** One item of an order. Every value that the marketplace did not give is null. */
export interface OrderItem {
  /** The marketplace's id of the item; null in rows written by the service before this one. */
  readonly orderItemId: string | null
  readonly name: string | null
  readonly sku: string | null
  readonly asin: string | null
  /** Units ordered; 0 after a cancellation. */
  readonly quantity: number
  readonly quantityShipped: number | null
  /** The price of one unit. */
  readonly price: Decimal | null
  readonly lineTotal: Decimal | null
  readonly currency: string | null
}

/** One package of an order. */
export interface OrderPackage {
  readonly packageReferenceId: string | null
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly status: DeliveryStatus
  readonly shippedAt: Instant | null
}

/** The delivery address in its parts. */
export interface ShippingAddress {
  readonly name: string | null
  readonly companyName: string | null
  /** Street lines, in order, without empty ones. */
  readonly lines: readonly string[]
  readonly city: string | null
  readonly districtOrCounty: string | null
  readonly stateOrRegion: string | null
  readonly municipality: string | null
  readonly postalCode: string | null
  readonly countryCode: string | null
  readonly addressType: string | null
}

/**
 * What a marketplace states about one order. Null, or an empty list, stands for what it did not state: never 0 or
 * 1970.
 */
export interface OrderFacts {
  readonly status: OrderStatus | null
  readonly totalAmount: Decimal | null
  readonly currency: string | null
  readonly orderDate: Instant | null
  readonly fulfillmentChannel: FulfillmentChannel | null
  /** The marketplace's own id, such as A13V1IB3VIYZZH for Amazon.fr. */
  readonly marketplace: string | null
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly customerPhone: string | null
  /** The delivery address on one line. */
  readonly customerAddress: string | null
  readonly shippingAddress: ShippingAddress | null
  readonly products: readonly OrderItem[]
  readonly packages: readonly OrderPackage[]
  /** Of the whole order: the status of its least advanced package that is not cancelled. */
  readonly deliveryStatus: DeliveryStatus | null
  /** Carrier and tracking of the order: those of its first package that has them. */
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly shippedAt: Instant | null
  readonly deliveredAt: Instant | null
  readonly estimatedDeliveryAt: Instant | null
  readonly latestShipDate: Instant | null
  /** The marketplace's own "last updated"; an answer older than what is stored changes nothing. */
  readonly sourceUpdatedAt: Instant | null
}

/** An order as one answer of a marketplace gives it: its reference, its facts and the answer itself. */
export interface ChannelOrder extends OrderFacts {
  readonly externalOrderId: string
  /** The answer's order object as received, kept so that nothing is lost. Holds personal data: never logged. */
  readonly rawData: Readonly<Record<string, unknown>>
}

/** Where a stored order's facts come from. */
export type OrderSourceName = 'amazon_spapi' | 'stub'

/** A stored order: one row for each tenant, channel and reference. */
export interface Order extends OrderFacts {
  readonly id: string
  readonly tenantId: TenantId
  readonly channel: string
  readonly externalOrderId: string
  readonly status: OrderStatus
  readonly deliveryStatus: DeliveryStatus
  readonly orderSource: OrderSourceName
  /** Null only in rows that were made by hand without any date. */
  readonly importedAt: Instant | null
  readonly updatedAt: Instant | null
}

/** Identifies an order within a tenant. */
export interface OrderKey {
  readonly channel: string
  readonly externalOrderId: string
}
