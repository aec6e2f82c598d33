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
  | 'IMPORT_NOT_FOUND'
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

/** An import of many orders, and how far it is. */
export interface Import {
  /** The import’s id. */
  id: string
  /** The marketplace. */
  channel: string
  /** references: the orders that were named; backfill: all orders of a period. */
  kind: 'references' | 'backfill'
  /** Who started it, without personal data. */
  requestedBy: string
  /**
   * Backfill: the period’s start, included.
   * ISO 8601, UTC.
   */
  since: string | null
  /**
   * Backfill: the period’s end, not included.
   * ISO 8601, UTC.
   */
  until: string | null
  /** queued, running, waiting (goes on by itself at nextAttemptAt; error says why), done, failed (stopped before its end), cancelled. */
  state: 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'
  /** Its orders; null while a backfill is still listing them. */
  total: number | null
  /** Orders that are stored now: stored and unchanged together. */
  done: number
  /** Orders that were written. */
  stored: number
  /** Orders that were stored already as the marketplace knows them. */
  unchanged: number
  /** Orders that could not be imported. */
  failed: number
  /** Why it waits or failed. */
  error: ImportError | null
  /**
   * When it goes on, while it waits.
   * ISO 8601, UTC.
   */
  nextAttemptAt: string | null
  /** Orders a minute since it started; null before the first one. */
  ratePerMinute: number | null
  /**
   * When it will probably have ended; null where nobody can tell.
   * ISO 8601, UTC.
   */
  estimatedEnd: string | null
  /**
   * When it was asked for.
   * ISO 8601, UTC.
   */
  createdAt: string
  /**
   * When a worker began it.
   * ISO 8601, UTC.
   */
  startedAt: string | null
  /**
   * When it ended.
   * ISO 8601, UTC.
   */
  finishedAt: string | null
  /** Grows with each change. */
  version: number
}

/** An import, its orders, and a backfill’s ledger. */
export interface ImportDetail {
  /** The import. */
  import: Import
  /** Its orders, by reference. */
  items: ImportItem[]
  /** Cursor of the next page of items; null on the last one. */
  nextCursor: string | null
  /** The ledger of a backfill, newest window first. */
  windows: ImportWindow[]
}

/** Why an import waits or failed, or why one of its orders failed. */
export interface ImportError {
  /** The code of the failure, as a call would get it. */
  code: 'TENANT_ID_MISSING' | 'ORDER_REF_MISSING' | 'ORDER_REF_INVALID' | 'INVALID_REQUEST' | 'NO_ACTIVE_CHANNEL' | 'AUTH_REQUIRED' | 'TENANT_MISMATCH' | 'NOT_MEMBER' | 'SCOPE_MISSING' | 'UNTRUSTED_PEER' | 'ROUTE_NOT_FOUND' | 'ORDER_NOT_FOUND' | 'IMPORT_NOT_FOUND' | 'ORDER_NOT_FOUND_FOR_TENANT' | 'SELLER_ALREADY_CONNECTED' | 'CHANNEL_REAUTH_REQUIRED' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE' | 'RATE_LIMITED' | 'UPSTREAM_ERROR' | 'UPSTREAM_FORBIDDEN' | 'CREDENTIALS_UNAVAILABLE' | 'APP_CREDENTIALS_INVALID' | 'IDENTITY_UNAVAILABLE' | 'DATABASE_UNAVAILABLE' | 'UPSTREAM_TIMEOUT' | 'INTERNAL'
  /** What went wrong, in French, for a support agent. */
  sentence: string
}

/** Which import, and which of its items. */
export interface ImportGetInput {
  /**
   * The import’s id, as imports.start returned it.
   * At most 64 characters.
   */
  id: string
  /** Items of this state only, such as failed. */
  itemState?: 'queued' | 'stored' | 'unchanged' | 'failed' | 'cancelled' | undefined
  /**
   * Items at most; above 500 means 500.
   * @defaultValue 100
   */
  limit?: number | undefined
  /**
   * nextCursor of the previous page of items.
   * At most 512 characters.
   */
  cursor?: string | null | undefined
}

/** Which import. */
export interface ImportIdInput {
  /**
   * The import’s id, as imports.start returned it.
   * At most 64 characters.
   */
  id: string
}

/** One order of an import. */
export interface ImportItem {
  /** The order’s reference. */
  ref: string
  /** queued until it ends as one of the others. */
  state: 'queued' | 'stored' | 'unchanged' | 'failed' | 'cancelled'
  /** Attempts that failed. */
  attempts: number
  /** Why the last attempt failed. */
  error: ImportError | null
  /**
   * When it is tried again.
   * ISO 8601, UTC.
   */
  nextAttemptAt: string | null
}

/** Which page of the imports. */
export interface ImportListInput {
  /**
   * Imports at most; above 100 means 100.
   * @defaultValue 20
   */
  limit?: number | undefined
  /**
   * nextCursor of the previous page.
   * At most 512 characters.
   */
  cursor?: string | null | undefined
}

/** One page of imports. */
export interface ImportPage {
  /** Newest first. */
  imports: Import[]
  /** Cursor of the next page; null on the last one. */
  nextCursor: string | null
}

/** The forecast of a backfill. */
export interface ImportPreview {
  /** Start of the period, included. */
  since: string
  /** End of the period, not included, as a backfill would take it. */
  until: string
  /** Orders in the period. */
  orders: number
  /** Whether they were counted; else they are estimated from pages of three of its weeks. */
  isExact: boolean
  /** Calls to the marketplace. */
  calls: number
  /** How long they take at the marketplace’s published rate. */
  seconds: number
  /** When a backfill that starts now and has the quota for itself will have ended. */
  doneBy: string
}

/** The period of a backfill. */
export interface ImportPreviewInput {
  /**
   * The marketplace; amazon by default.
   * At most 32 characters.
   */
  channel?: string | undefined
  /**
   * Start of the period, included; ISO 8601, UTC where no offset is given.
   * At most 64 characters.
   */
  since: string
  /**
   * End of the period, not included; some minutes ago by default.
   * At most 64 characters.
   */
  until?: string | undefined
}

/** amazon_spapi: fetched just now; cache: stored before; stub: made from the conversation. */
export type ImportSource = 'amazon_spapi' | 'cache' | 'stub'

/** What to import: refs, or a text, or a period from since. */
export interface ImportStartInput {
  /**
   * The marketplace; amazon by default.
   * At most 32 characters.
   */
  channel?: string | undefined
  /** Order references, as somebody typed or pasted them; at most 500. */
  refs?: string[] | undefined
  /**
   * A text, such as a conversation: every order reference in it is imported.
   * At most 100000 characters.
   */
  text?: string | undefined
  /**
   * Start of the period, included; ISO 8601, UTC where no offset is given.
   * At most 64 characters.
   */
  since?: string | undefined
  /**
   * End of the period, not included; some minutes ago by default.
   * At most 64 characters.
   */
  until?: string | undefined
}

/** Which import to watch. */
export interface ImportWatchInput {
  /**
   * The import’s id, as imports.start returned it.
   * At most 64 characters.
   */
  id: string
  /**
   * The version that was seen last; the client sends it when it connects again.
   * At most 32 characters.
   */
  lastEventId?: string | null | undefined
}

/** What a backfill did with one window of its period. */
export interface ImportWindow {
  /**
   * Start of the window, included.
   * ISO 8601, UTC.
   */
  from: string
  /**
   * End of the window, not included.
   * ISO 8601, UTC.
   */
  to: string
  /** done: the marketplace listed all of it. */
  state: 'open' | 'done'
  /** Pages that were listed. */
  pages: number
  /** Distinct orders that the marketplace listed. */
  seen: number
  /** Those that were written. */
  stored: number
  /** Those that were stored already as they are. */
  unchanged: number
  /** Those that could not be imported. */
  failed: number
  /** How often it was listed anew from its first page. */
  restarts: number
}

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

/** An import that was started, and what it is about. */
export interface StartedImport {
  /** The import; watch it with imports.watch, or ask imports.get. */
  import: Import
  /** The references that are imported; empty for a period. */
  found: string[]
  /** What looks like an order’s number and is no reference of the marketplace. */
  left: string[]
}

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
    imports: {
      /**
       * Stops an import.
       * The order that is being asked for at that moment may still be stored. An ended import stays as it is.
       */
      cancel: TRPCMutationProcedure<{ input: ImportIdInput; output: Import; meta: object }>
      /**
       * Reads an import, its orders and a backfill’s ledger.
       * The windows of a backfill touch each other: what no window covers has not been listed.
       */
      get: TRPCQueryProcedure<{ input: ImportGetInput; output: ImportDetail; meta: object }>
      /**
       * Lists the tenant’s imports.
       * Newest first.
       */
      list: TRPCQueryProcedure<{ input: ImportListInput | undefined; output: ImportPage; meta: object }>
      /**
       * Forecasts a backfill: how many orders, and how long.
       * Costs a few calls to the marketplace. Nothing is stored.
       */
      preview: TRPCQueryProcedure<{ input: ImportPreviewInput; output: ImportPreview; meta: object }>
      /**
       * Tries the failed orders of an import again.
       * A backfill that stopped goes on where it stopped. An import in which nothing failed stays as it is.
       */
      retryFailed: TRPCMutationProcedure<{ input: ImportIdInput; output: Import; meta: object }>
      /**
       * Imports many orders in the background.
       * Name references, or give a text that mentions them, or a period: exactly one of the three. The import survives restarts, keeps to the marketplace’s quota, and gives way to single imports. A backfill of the same period that is still running is returned instead of a second one.
       */
      start: TRPCMutationProcedure<{ input: ImportStartInput; output: StartedImport; meta: object }>
    }
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
