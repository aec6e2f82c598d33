import { type FulfillmentChannel, fulfillmentChannels, type OrderStatus, orderStatuses } from '@orderport/domain'

/** Null when Amazon gave no status; `Unknown` when it gave one that we do not know. The domain's spelling is v0's. */
export function toOrderStatusV0(orderStatus: string | null): OrderStatus | null {
  return orderStatus === null ? null : (orderStatuses.find((status) => status === orderStatus) ?? 'Unknown')
}

/** Who ships, or null when Amazon does not say or names somebody new. */
export function toFulfillmentChannelV0(fulfillmentChannel: string | null): FulfillmentChannel | null {
  return fulfillmentChannels.find((channel) => channel === fulfillmentChannel) ?? null
}
