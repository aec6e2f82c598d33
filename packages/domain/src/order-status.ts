/** An order's status, in the spelling that deployed clients know: that of Amazon's v0 API, and `Unknown`. */
export const orderStatuses = [
  'PendingAvailability',
  'Pending',
  'Unshipped',
  'PartiallyShipped',
  'Shipped',
  'InvoiceUnconfirmed',
  'Canceled',
  'Unfulfillable',
  'Unknown',
] as const

export type OrderStatus = (typeof orderStatuses)[number]

/** The status of a delivery. `delivered` only when the marketplace says so. */
export const deliveryStatuses = [
  'pending',
  'preparing',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'cancelled',
  'undeliverable',
  'returned',
] as const

export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** Who ships: the seller (MFN) or Amazon (AFN). */
export const fulfillmentChannels = ['MFN', 'AFN'] as const

export type FulfillmentChannel = (typeof fulfillmentChannels)[number]
