import { type ChannelOrder, formatAddress } from '@orderport/domain'
import type { RawOrder } from '../parse/answered-order.ts'
import { parseOrderAnswer, parseOrderItems } from './answer-schema.ts'
import { toOrderCharges } from './charges.ts'
import { easyShipDeliveryStatus } from './delivery-status.ts'
import { toOrderItem } from './order-item.ts'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'
import { toCancellationRequest, toOrderTraits } from './order-traits.ts'
import { toShippingAddress } from './shipping-address.ts'

/** What Amazon sent for one order: v0 has one operation for the order and another for its items. */
export interface OrderWithItems {
  readonly order: RawOrder
  readonly orderItems: readonly unknown[]
}

/**
 * Returns an order of Orders API v0 in the domain's terms. Never throws: what Amazon left out or garbled is null. v0
 * has no packages, so carrier, tracking and `shippedAt` are always null. It doesn't say who cancelled an order.
 */
export function toChannelOrder(externalOrderId: string, { order, orderItems }: OrderWithItems): ChannelOrder {
  const answer = parseOrderAnswer(order)
  const items = parseOrderItems(orderItems)
  const products = items.map(toOrderItem)
  const shippingAddress = toShippingAddress(answer)
  const status = toOrderStatus(answer.OrderStatus)
  const currency = answer.OrderTotal?.CurrencyCode ?? products.find((item) => item.currency !== null)?.currency ?? null
  return {
    externalOrderId,
    status,
    totalAmount: answer.OrderTotal?.Amount ?? null,
    currency,
    charges: toOrderCharges(items, currency),
    orderDate: answer.PurchaseDate,
    fulfillmentChannel: toFulfillmentChannel(answer.FulfillmentChannel),
    marketplace: answer.MarketplaceId,
    customerName: answer.BuyerInfo?.BuyerName ?? null,
    customerEmail: answer.BuyerInfo?.BuyerEmail ?? null,
    customerPhone: answer.ShippingAddress?.Phone ?? null,
    customerAddress: shippingAddress === null ? null : formatAddress(shippingAddress),
    shippingAddress,
    products,
    packages: [],
    saidDeliveryStatus: easyShipDeliveryStatus(answer.EasyShipShipmentStatus),
    carrier: null,
    trackingCode: null,
    trackingUrl: null,
    shippedAt: null,
    deliveredAt: null,
    deliverFrom: answer.EarliestDeliveryDate,
    estimatedDeliveryAt: answer.LatestDeliveryDate,
    latestShipDate: answer.LatestShipDate,
    cancellation: status === 'Canceled' ? { by: null, reason: null, at: answer.LastUpdateDate } : null,
    ...toCancellationRequest(items),
    ...toOrderTraits(answer, items, externalOrderId),
    sourceUpdatedAt: answer.LastUpdateDate,
    rawData: { order, orderItems },
  }
}
