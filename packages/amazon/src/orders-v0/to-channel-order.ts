import { type ChannelOrder, formatAddress } from '@orderport/domain'
import { parseOrderAnswerV0, parseOrderItemsV0 } from './answer-schema.ts'
import type { RawOrder } from '../parse/raw-order.ts'
import { statusWithoutParcels } from '../orders-2026-01-01/delivery-status.ts'
import { easyShipDeliveryStatus } from './delivery-status.ts'
import { toOrderLineV0 } from './order-item.ts'
import { toFulfillmentChannelV0, toOrderStatusV0 } from './order-status.ts'
import { toShippingAddressV0 } from './shipping-address.ts'

/** What Amazon sent of one order: v0 gives the order and its items apart. */
export interface RawOrderV0 {
  readonly order: RawOrder
  readonly orderItems: readonly unknown[]
}

/**
 * An order of Orders API v0 as the domain knows it; a pure function that never throws. What Amazon left out or garbled is
 * null. v0 knows no parcels: carrier, tracking and `shippedAt` are always null.
 */
export function toChannelOrderV0(externalOrderId: string, { order, orderItems }: RawOrderV0): ChannelOrder {
  const answer = parseOrderAnswerV0(order)
  const products = parseOrderItemsV0(orderItems).map(toOrderLineV0)
  const shippingAddress = toShippingAddressV0(answer)
  const status = toOrderStatusV0(answer.OrderStatus)
  return {
    externalOrderId,
    status,
    totalAmount: answer.OrderTotal?.Amount ?? null,
    currency: answer.OrderTotal?.CurrencyCode ?? products.find((line) => line.currency !== null)?.currency ?? null,
    orderDate: answer.PurchaseDate,
    fulfillmentChannel: toFulfillmentChannelV0(answer.FulfillmentChannel),
    marketplace: answer.MarketplaceId,
    customerName: answer.BuyerInfo?.BuyerName ?? answer.ShippingAddress?.Name ?? null,
    customerEmail: answer.BuyerInfo?.BuyerEmail ?? null,
    customerPhone: answer.ShippingAddress?.Phone ?? null,
    customerAddress: shippingAddress === null ? null : formatAddress(shippingAddress),
    shippingAddress,
    products,
    packages: [],
    deliveryStatus: easyShipDeliveryStatus(answer.EasyShipShipmentStatus) ?? statusWithoutParcels(status),
    carrier: null,
    trackingCode: null,
    trackingUrl: null,
    shippedAt: null,
    deliveredAt: null,
    estimatedDeliveryAt: answer.LatestDeliveryDate,
    latestShipDate: answer.LatestShipDate,
    sourceUpdatedAt: answer.LastUpdateDate,
    rawData: { order, orderItems },
  }
}
