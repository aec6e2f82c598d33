/** Amazon's own shapes of Orders 2026-01-01. Types only: nothing of that package is loaded at run time. */
export type {
  CustomerAddress as AmazonAddress,
  DateTimeRange as AmazonWindow,
  FulfillmentStatus as AmazonFulfillmentStatus,
  ItemProceedsBreakdown as AmazonBreakdown,
  Money as AmazonMoney,
  Order as AmazonOrder,
  OrderItem as AmazonOrderItem,
  OrderPackage as AmazonPackage,
} from '@sp-api-sdk/orders-api-2026-01-01'
