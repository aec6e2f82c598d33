import { type FulfillmentChannel, fulfillmentChannels, type OrderStatus, orderStatuses } from '@orderport/domain'

/**
 * Returns null when Amazon sent no status, `Unknown` when it sent one that we don't know. The domain's spelling is
 * v0's.
 */
export function toOrderStatus(orderStatus: string | null): OrderStatus | null {
  return orderStatus === null ? null : (orderStatuses.find((status) => status === orderStatus) ?? 'Unknown')
}

/** Returns who ships the order, or null when Amazon doesn't say or names a channel that we don't know. */
export function toFulfillmentChannel(fulfillmentChannel: string | null): FulfillmentChannel | null {
  return fulfillmentChannels.find((channel) => channel === fulfillmentChannel) ?? null
}
