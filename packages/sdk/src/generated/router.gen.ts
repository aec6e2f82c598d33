// Generated from the router of packages/api by `npm run generate`. Do not edit: change the router, generate, commit.

import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'

/** Who cancelled. */
export type CancelledBy = 'buyer' | 'merchant' | 'amazon'

/** What the conversation tells; used only to make a stub for a tenant without credentials. */
export interface ConversationHints {
  /** Name of the customer who writes. */
  customerName?: string | null | undefined
  /** Address that the customer writes from. */
  customerEmail?: string | null | undefined
  /** When the customer ordered, in ISO 8601; an unreadable date counts as unknown. */
  orderDate?: string | null | undefined
  /** The conversation’s subject. */
  subject?: string | null | undefined
}

/** The window promised to the buyer. */
export interface DeliveryPromise {
  /**
   * Start of the window; null when not known.
   * ISO 8601, UTC.
   */
  from: string | null
  /**
   * End of the window; null when not known.
   * ISO 8601, UTC.
   */
  to: string | null
}

/** How an order stands against its promise; unknown when the marketplace doesn’t say enough. */
export type DeliveryState = 'on_time' | 'at_risk' | 'late' | 'delivered' | 'delivered_late' | 'unknown'

/** Status of a delivery; delivered only when the marketplace says so. */
export type DeliveryStatus =
  | 'pending'
  | 'preparing'
  | 'shipped'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivered'
  | 'returning'
  | 'cancelled'
  | 'undeliverable'
  | 'lost'
  | 'damaged'
  | 'refused'
  | 'returned'

/** What failed: every code of Orderport’s error catalogue. */
export type ErrorCode =
  | 'TENANT_ID_MISSING'
  | 'ORDER_REF_MISSING'
  | 'ORDER_REF_INVALID'
  | 'INVALID_REQUEST'
  | 'NO_ACTIVE_CHANNEL'
  | 'AUTH_REQUIRED'
  | 'TENANT_MISMATCH'
  | 'NOT_MEMBER'
  | 'SCOPE_MISSING'
  | 'UNTRUSTED_PEER'
  | 'ROUTE_NOT_FOUND'
  | 'ORDER_NOT_FOUND'
  | 'ORDER_NOT_FOUND_FOR_TENANT'
  | 'SELLER_ALREADY_CONNECTED'
  | 'CHANNEL_REAUTH_REQUIRED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'UPSTREAM_ERROR'
  | 'UPSTREAM_FORBIDDEN'
  | 'CREDENTIALS_UNAVAILABLE'
  | 'APP_CREDENTIALS_INVALID'
  | 'IDENTITY_UNAVAILABLE'
  | 'DATABASE_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'INTERNAL'

/** MFN: the seller ships; AFN: Amazon ships. */
export type FulfillmentChannel = 'MFN' | 'AFN'

/** amazon_spapi: fetched just now; cache: stored before; stub: made from the conversation. */
export type ImportSource = 'amazon_spapi' | 'cache' | 'stub'

/** An order, and where this answer comes from. */
export interface ImportedOrder extends Order {
  /** Where this answer comes from. */
  source: ImportSource
}

/** Orders that need somebody today. */
export interface LateOrders {
  /** The most urgent first. */
  orders: Order[]
  /** Orders in this answer. */
  count: number
}

/** How many orders to return. */
export interface LateOrdersInput {
  /**
   * Orders at most; above 100 means 100.
   * @defaultValue 50
   */
  limit?: number | undefined
}

/** An order. Several values go by two names because deployed clients read either. */
export interface Order {
  /** Orderport’s id of the order: ord-<base36 milliseconds>-<6 base36>. */
  id: string
  /** Same as id. */
  orderId: string
  /** The marketplace’s reference of the order. */
  ref: string
  /** Same as ref. */
  externalOrderId: string
  /** The marketplace’s name, such as amazon. */
  channel: string
  /** The marketplace’s own id, such as A13V1IB3VIYZZH for Amazon.fr. */
  marketplace: string | null
  /** Status of the order. */
  status: OrderStatus
  /** Same as status. */
  orderStatus: OrderStatus
  /** Null, not 0, while the marketplace gives no total (a pending order) */
  totalAmount: number | null
  /** ISO 4217. */
  currency: string | null
  /**
   * Same as orderDate.
   * ISO 8601, UTC.
   */
  date: string | null
  /**
   * When the customer ordered.
   * ISO 8601, UTC.
   */
  orderDate: string | null
  /** Every item. */
  products: OrderItem[]
  /** What is charged beside the items. */
  charges: OrderCharges
  /** The customer. */
  customer: OrderCustomer
  /** To whom it is sent, who need not be the customer. */
  recipientName: string | null
  /** Phone number, as the marketplace writes it. */
  customerPhone: string | null
  /** Who ships; null when not known. */
  fulfillmentChannel: FulfillmentChannel | null
  /** Whether Amazon ships (AFN) */
  isFba: boolean
  /** Whether the seller ships (MFN) */
  isFbm: boolean
  /** Carrier of the first package with tracking. */
  carrier: string | null
  /** Tracking code of the first package that has one. */
  trackingCode: string | null
  /** The carrier’s tracking page for that package; null for a carrier without a known one. */
  trackingUrl: string | null
  /** Whether there is a tracking code. */
  hasTracking: boolean
  /** Delivery status of the whole order: that of its least advanced package that isn’t cancelled. */
  deliveryStatus: DeliveryStatus
  /**
   * When the order was shipped.
   * ISO 8601, UTC.
   */
  shippedAt: string | null
  /**
   * When it was delivered, if the marketplace says so.
   * ISO 8601, UTC.
   */
  deliveredAt: string | null
  /**
   * The latest date on which it is expected to arrive.
   * ISO 8601, UTC.
   */
  estimatedDeliveryAt: string | null
  /**
   * The latest date on which the seller must ship it.
   * ISO 8601, UTC.
   */
  latestShipDate: string | null
  /**
   * Same as latestShipDate.
   * ISO 8601, UTC.
   */
  shipBy: string | null
  /** The promised delivery. */
  delivery: OrderDelivery
  /** Null for an order that isn’t cancelled. */
  cancellation: OrderCancellation | null
  /** Whether the buyer asked for the cancellation; null when not known. */
  buyerRequestedCancellation: boolean | null
  /** Why the buyer asked for it. */
  buyerCancellationReason: string | null
  /** The reference of the order that this one replaces. */
  replaces: string | null
  /** The reference of the stored order that replaces this one. */
  replacedBy: string | null
  /** Whether it is a gift; null when not known. */
  isGift: boolean | null
  /** The buyer’s message to the recipient. */
  giftMessage: string | null
  /** Whether it is a Prime order; null when not known. */
  isPrime: boolean | null
  /** Whether the buyer is a business; null when not known. */
  isBusiness: boolean | null
  /** Whether it goes to a pick-up point or store; null when not known. */
  pickupPoint: boolean | null
  /** The seller’s own number of the order. */
  sellerOrderNumber: string | null
  /** Every package. */
  packages: OrderPackage[]
  /** Oldest first; only events with a known date. */
  timeline: OrderTimelineEvent[]
  /** Where the stored order comes from. */
  orderSource: OrderSourceName
  /**
   * When the marketplace was last asked; null for a stub, and where nobody noted it.
   * ISO 8601, UTC.
   */
  checkedAt: string | null
  /**
   * When it was first stored.
   * ISO 8601, UTC.
   */
  importedAt: string | null
  /**
   * When the stored order last changed.
   * ISO 8601, UTC.
   */
  updatedAt: string | null
  /** A constant that deployed clients read. */
  savStatus: 'none'
  /** delivery.state in three words; ok where that is unknown. */
  slaStatus: SlaStatus
  /** A constant that deployed clients read. */
  conversationCount: 0
  /** A constant that deployed clients read. */
  supplier: null
}

/** The cancellation of an order. */
export interface OrderCancellation {
  /** Null when the marketplace doesn’t say. */
  by: CancelledBy | null
  /** As the marketplace writes it. */
  reason: string | null
  /**
   * When the marketplace first told it; the order was cancelled then at the latest.
   * ISO 8601, UTC.
   */
  at: string | null
}

/** What is charged beside the items, in the order’s currency; null for each that isn’t known. */
export interface OrderCharges {
  /** Shipping. */
  shipping: number | null
  /** Gift wrap. */
  giftWrap: number | null
  /** Tax on items and charges. */
  tax: number | null
  /** What was taken off, as a positive amount. */
  discount: number | null
  /** Other fees, such as those for cash on delivery. */
  other: number | null
  /** Whether the prices include the tax; null when there is none or it isn’t known. */
  taxIncluded: boolean | null
  /** Whether items and charges add up to the total; null when an amount isn’t known. */
  addUp: boolean | null
}

/** The customer of an order. */
export interface OrderCustomer {
  /** Null when the marketplace doesn’t give it. */
  name: string | null
  /** The marketplace’s relay address, or null. */
  email: string | null
  /** Delivery address on one line. */
  address: string | null
}

/** The delivery that the buyer was promised, and how the order stands against it. */
export interface OrderDelivery {
  /** The window promised to the buyer. */
  promise: DeliveryPromise
  /** How the order stands against the promise. */
  state: DeliveryState
  /**
   * Since when; null when not known.
   * ISO 8601, UTC.
   */
  since: string | null
  /** Why, for a support agent. */
  reason: Sentence
}

/** Which order to read. */
export interface OrderGetInput {
  /**
   * The order’s id or its marketplace reference.
   * Such as 171-4093870-1757126.
   */
  orderId: string
}

/** Which order to import. */
export interface OrderImportInput {
  /**
   * The marketplace’s reference, as somebody typed or pasted it; a page’s address that holds it will do.
   * At most 2048 characters.
   * Such as 171-4093870-1757126.
   */
  orderRef: string
  /**
   * The marketplace; amazon by default.
   * At most 32 characters.
   */
  channel?: string | null | undefined
  /** Ask the marketplace even when the order is stored. */
  refresh?: boolean | null | undefined
  /** Used to make a stub, if there are no credentials. */
  conversation?: ConversationHints | null | undefined
}

/** One item of an order. */
export interface OrderItem {
  /** Name of the product on the marketplace. */
  name: string | null
  /** Units ordered; 0 after a cancellation, null when unreadable. */
  quantity: number | null
  /** Same as quantity. */
  qty: number | null
  /** Price of one unit, in the order’s currency; null when not known or in another currency. */
  price: number | null
  /** The seller’s own code of the product. */
  sku: string | null
  /** Amazon’s code of the product. */
  asin: string | null
  /** Price of all units, in the item’s currency, without shipping and other charges. */
  lineTotal: number | null
  /** ISO 4217; of the item, usually that of the order. */
  currency: string | null
  /** Units shipped so far; null when not known. */
  quantityShipped: number | null
  /** Null for an item that isn’t cancelled. */
  cancellation: OrderItemCancellation | null
}

/** The cancellation of an item. */
export interface OrderItemCancellation {
  /** Null when the marketplace doesn’t say. */
  by: CancelledBy | null
  /** As the marketplace writes it. */
  reason: string | null
}

/** Which orders, and which page of them. */
export interface OrderListInput {
  /**
   * Literal, case-insensitive part of the reference, the id, the seller’s own number or a tracking code.
   * At most 128 characters.
   */
  q?: string | undefined
  /** Orders of this status. */
  status?: OrderStatus | undefined
  /**
   * Orders of this marketplace, such as amazon.
   * At most 32 characters.
   */
  channel?: string | undefined
  /**
   * Orders of this date or later; ISO 8601, UTC where no offset is given.
   * At most 64 characters.
   */
  dateFrom?: string | undefined
  /**
   * Orders of this date or earlier; a day without a time includes the whole day.
   * At most 64 characters.
   */
  dateTo?: string | undefined
  /**
   * Orders per page; above 100 means 100.
   * @defaultValue 50
   */
  limit?: number | undefined
  /**
   * Orders to skip.
   * @defaultValue 0
   */
  offset?: number | undefined
  /**
   * pagination.nextCursor of the previous page.
   * At most 512 characters.
   */
  cursor?: string | null | undefined
}

/** One package of an order. */
export interface OrderPackage {
  /** Name of the carrier. */
  carrier: string | null
  /** The carrier’s tracking code. */
  trackingCode: string | null
  /** The carrier’s tracking page; null for a carrier without a known one. */
  trackingUrl: string | null
  /** Delivery status of this package. */
  status: DeliveryStatus
  /**
   * When the package was shipped.
   * ISO 8601, UTC.
   */
  shippedAt: string | null
  /** What it holds; empty when the marketplace doesn’t say. */
  contents: OrderPackageContent[]
}

/** An item in a package. */
export interface OrderPackageContent {
  /** Name of the product on the marketplace. */
  name: string | null
  /** The seller’s own code of the product. */
  sku: string | null
  /** Units in this package. */
  quantity: number | null
}

/** One page of orders. */
export interface OrderPage {
  /** Newest order date first, undated last, then by id. */
  orders: Order[]
  /** Orders on this page. */
  count: number
  /** Orders that match, over all pages. */
  total: number
  /** Position of this page. */
  pagination: Pagination
}

/** stub: made without the marketplace, to be completed by a later import. */
export type OrderSourceName = 'amazon_spapi' | 'stub'

/** Status of an order, in the spelling of Amazon’s v0 API. */
export type OrderStatus =
  | 'PendingAvailability'
  | 'Pending'
  | 'Unshipped'
  | 'PartiallyShipped'
  | 'Shipped'
  | 'InvoiceUnconfirmed'
  | 'Canceled'
  | 'Unfulfillable'
  | 'Unknown'

/** An event in the history of an order. */
export interface OrderTimelineEvent {
  /**
   * When it happened; for what became of a package, then at the latest.
   * ISO 8601, UTC.
   */
  at: string
  /** What happened, in French, for a support agent. */
  label: string
  /**
   * Same as at.
   * ISO 8601, UTC.
   */
  date: string
  /** Same as label. */
  event: string
  /** Delivery status at that time. */
  status: DeliveryStatus
  /** Where the event comes from. */
  source: OrderSourceName
}

/** Details of a failed call, for a program. */
export interface OrderportErrorData {
  /** tRPC’s own code, coarser than appCode. */
  code: TrpcErrorCode
  /** HTTP status of this failure when it is answered alone; a batch of calls answers 207. */
  httpStatus: number
  /** The procedure that failed; absent when none was reached. */
  path?: string | undefined
  /** What failed. */
  appCode: ErrorCode
  /** What failed, in French, for a support agent; REST calls it error. */
  sentence: string
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable: boolean
  /** The request’s x-request-id, to find it in the service’s log. */
  requestId: string | null
}

/** A failed call. */
export interface OrderportErrorShape {
  /** What failed, in English, for a developer; programs read data. */
  message: string
  /** JSON-RPC’s number of data.code. */
  code: RpcErrorNumber
  /** What failed, for a program. */
  data: OrderportErrorData
}

/** Position of a page in the list. */
export interface Pagination {
  /** Orders per page, as applied. */
  limit: number
  /** Orders skipped. */
  offset: number
  /** Whether another page follows. */
  hasMore: boolean
  /** Cursor of the next page; null on the last one. */
  nextCursor: string | null
}

/** JSON-RPC’s number for a kind of failure. */
export type RpcErrorNumber =
  | -32700
  | -32600
  | -32603
  | -32001
  | -32002
  | -32003
  | -32004
  | -32005
  | -32008
  | -32009
  | -32012
  | -32013
  | -32015
  | -32022
  | -32028
  | -32029
  | -32099

/** A sentence for a person, in both languages of the desk. */
export interface Sentence {
  /** In French. */
  fr: string
  /** In English. */
  en: string
}

/** delivery.state in three words; ok where that is unknown. */
export type SlaStatus = 'ok' | 'at_risk' | 'breached'

/** tRPC’s own name for a kind of failure. */
export type TrpcErrorCode =
  | 'PARSE_ERROR'
  | 'BAD_REQUEST'
  | 'INTERNAL_SERVER_ERROR'
  | 'NOT_IMPLEMENTED'
  | 'BAD_GATEWAY'
  | 'SERVICE_UNAVAILABLE'
  | 'GATEWAY_TIMEOUT'
  | 'UNAUTHORIZED'
  | 'PAYMENT_REQUIRED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_SUPPORTED'
  | 'TIMEOUT'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNPROCESSABLE_CONTENT'
  | 'PRECONDITION_REQUIRED'
  | 'TOO_MANY_REQUESTS'
  | 'CLIENT_CLOSED_REQUEST'

/** The router for tRPC’s own client: `createTRPCClient<OrderportRouter>(…)`. */
export type OrderportRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: OrderportErrorShape; transformer: false },
  {
    orders: {
      /**
       * Reads one stored order of the tenant.
       * Another tenant’s order is as absent as one that doesn’t exist. Reading changes nothing.
       */
      get: TRPCQueryProcedure<{ input: OrderGetInput; output: Order; meta: object }>
      /**
       * Imports one order by its marketplace reference.
       * Idempotent: repeated and simultaneous imports give one order, one id and one call to the marketplace. No failure leaves an order behind or changes one.
       */
      import: TRPCMutationProcedure<{ input: OrderImportInput; output: ImportedOrder; meta: object }>
      /**
       * Lists the tenant’s orders that are late, or due today and not shipped.
       * Late: the promised delivery has passed. Due: to be shipped, or promised, today (UTC) or earlier and not shipped. The most urgent first.
       */
      late: TRPCQueryProcedure<{ input: LateOrdersInput | undefined; output: LateOrders; meta: object }>
      /**
       * Lists the tenant’s stored orders.
       * Newest order date first, undated last, then by id.
       */
      list: TRPCQueryProcedure<{ input: OrderListInput | undefined; output: OrderPage; meta: object }>
    }
  }
>
