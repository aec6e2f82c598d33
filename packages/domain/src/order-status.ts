/** How far an order is, in the spelling the deployed clients know (Amazon's v0 spelling, and `Unknown`). */
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

/** The statuses of an order that is still to be shipped, in whole or in part. */
export const unshippedStatuses: readonly OrderStatus[] = [
  'PendingAvailability',
  'Pending',
  'Unshipped',
  'PartiallyShipped',
]

/** The statuses of an order whose every item was shipped. */
export const shippedStatuses: readonly OrderStatus[] = ['Shipped', 'InvoiceUnconfirmed']

/** How far a package is. `delivered` only when the marketplace says so. */
export const deliveryStatuses = [
  'pending',
  'preparing',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'returning',
  'cancelled',
  'undeliverable',
  'lost',
  'damaged',
  'refused',
  'returned',
] as const

export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** Who ships: the merchant (MFN) or Amazon (AFN). */
export const fulfillmentChannels = ['MFN', 'AFN'] as const

export type FulfillmentChannel = (typeof fulfillmentChannels)[number]
