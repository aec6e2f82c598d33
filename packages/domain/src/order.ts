import type { DeliveryStatus, FulfillmentChannel, OrderStatus } from './order-status.ts'
import type { TenantId } from './tenant-id.ts'

/** A moment: ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export type Instant = string

/** An amount of money: a plain decimal such as `29.99` or `-3`, never a float. See decimal.ts. */
export type Decimal = string

/** Who cancelled an order or one of its items. */
export type CancelledBy = 'buyer' | 'merchant' | 'amazon'

/** Who cancelled, and why; each null where the marketplace doesn't say. */
export interface Cancellation {
  readonly by: CancelledBy | null
  readonly reason: string | null
}

/** A cancelled order's cancellation. */
export interface OrderCancellation extends Cancellation {
  /** When the marketplace first told it: the order was cancelled then at the latest. */
  readonly at: Instant | null
}

/** One item of an order. Every value that the marketplace did not give is null. */
export interface OrderItem {
  /** The marketplace's id of the item; null in rows written by the service before this one. */
  readonly orderItemId: string | null
  readonly name: string | null
  readonly sku: string | null
  readonly asin: string | null
  /** Units ordered; 0 after a cancellation, null where it can't be read. */
  readonly quantity: number | null
  readonly quantityShipped: number | null
  /** The price of one unit. */
  readonly price: Decimal | null
  /** What the units cost together, without shipping, gift wrap and other charges. */
  readonly lineTotal: Decimal | null
  /** The currency of both amounts. */
  readonly currency: string | null
  /** Null for an item that isn't cancelled. */
  readonly cancellation: Cancellation | null
}

/** What is charged beside the items, over the whole order, in the total's currency. Null: the marketplace does not say. */
export interface OrderCharges {
  readonly shipping: Decimal | null
  readonly giftWrap: Decimal | null
  readonly tax: Decimal | null
  /** What was taken off, as a positive amount. */
  readonly discount: Decimal | null
  /** Fees for cash on delivery and the like. */
  readonly other: Decimal | null
  /** Whether a charge was sent that can't be read or is in another currency; null where none was sent. */
  readonly incomplete: boolean | null
}

/** How many units of an item a package holds. */
export interface PackageContent {
  readonly orderItemId: string
  readonly quantity: number | null
}

/** One package on its way to the buyer. */
export interface OrderPackage {
  readonly packageReferenceId: string | null
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  /** Null where the marketplace gives none that we know. */
  readonly status: DeliveryStatus | null
  /** When the order was last updated in the first answer that gave this status: it had it then at the latest. */
  readonly statusSince: Instant | null
  readonly shippedAt: Instant | null
  readonly contents: readonly PackageContent[]
}

/** The delivery address by its parts. */
export interface ShippingAddress {
  /** The recipient, who need not be the buyer. */
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
  /** The seller's own number of the order. */
  readonly sellerOrderNumber: string | null
  readonly totalAmount: Decimal | null
  /** Of the total and the charges; of the items where there is no total. */
  readonly currency: string | null
  readonly charges: OrderCharges | null
  readonly orderDate: Instant | null
  readonly fulfillmentChannel: FulfillmentChannel | null
  /** The marketplace's own id, such as A13V1IB3VIYZZH for Amazon.fr. */
  readonly marketplace: string | null
  /** The buyer, who need not be the recipient. */
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly customerPhone: string | null
  /** The delivery address on one line. */
  readonly customerAddress: string | null
  readonly shippingAddress: ShippingAddress | null
  readonly products: readonly OrderItem[]
  readonly packages: readonly OrderPackage[]
  /** What the marketplace says of the whole order's delivery, apart from its packages. */
  readonly saidDeliveryStatus: DeliveryStatus | null
  /** Carrier and tracking of the order: those of its first package that has them. */
  readonly carrier: string | null
  readonly trackingCode: string | null
  readonly trackingUrl: string | null
  readonly shippedAt: Instant | null
  readonly deliveredAt: Instant | null
  /** The window in which the buyer was promised the delivery. */
  readonly deliverFrom: Instant | null
  readonly estimatedDeliveryAt: Instant | null
  /** When the seller has to have shipped it. */
  readonly latestShipDate: Instant | null
  /** Null for an order that isn't cancelled as a whole. */
  readonly cancellation: OrderCancellation | null
  readonly buyerRequestedCancellation: boolean | null
  readonly buyerCancellationReason: string | null
  /** The reference of the order that this one replaces. */
  readonly replaces: string | null
  readonly isGift: boolean | null
  readonly giftMessage: string | null
  readonly isPrime: boolean | null
  readonly isBusiness: boolean | null
  /** Delivered to a pick-up point or store rather than an address of the buyer's. */
  readonly pickupPoint: boolean | null
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
  /** How far the delivery of the whole order is: see delivery-status.ts. */
  readonly deliveryStatus: DeliveryStatus
  /** When the marketplace last said that a delivered order hadn't arrived yet. */
  readonly notDeliveredAt: Instant | null
  readonly orderSource: OrderSourceName
  /** The reference of the tenant's order that replaces this one. */
  readonly replacedBy: string | null
  /** When the marketplace was last asked for it; null for a stub and for rows of the service before this one. */
  readonly checkedAt: Instant | null
  /** Null only in rows that were made by hand without any date. */
  readonly importedAt: Instant | null
  /** When a fact last changed. */
  readonly updatedAt: Instant | null
}

/** Identifies an order within a tenant. */
export interface OrderKey {
  readonly channel: string
  readonly externalOrderId: string
}
