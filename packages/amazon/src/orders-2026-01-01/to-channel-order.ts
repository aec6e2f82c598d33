import { type ChannelOrder, formatAddress } from '@orderport/domain'
import { orderDeliveryStatus, statusWithoutPackages } from '../mapping/delivery-status.ts'
import { toShippingAddress } from '../mapping/shipping-address.ts'
import type { RawOrder } from '../parse/answered-order.ts'
import { parseOrderAnswer } from './answer-schema.ts'
import { toOrderItem } from './order-item.ts'
import { firstShippedAt, orderTracking, toOrderPackage } from './order-package.ts'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'

/**
 * Returns an order of Orders API 2026-01-01 in the domain's terms. Never throws: what Amazon left out or garbled is
 * null. Amazon does not say when an order was delivered, so `deliveredAt` is always null.
 */
export function toChannelOrder(externalOrderId: string, rawData: RawOrder): ChannelOrder {
  const answer = parseOrderAnswer(rawData)
  const products = answer.orderItems.map(toOrderItem)
  const packages = answer.packages.map(toOrderPackage)
  const address = answer.recipient?.deliveryAddress ?? null
  const shippingAddress = toShippingAddress(address)
  const status = toOrderStatus(answer.fulfillment?.fulfillmentStatus ?? null)
  return {
    externalOrderId,
    status,
    totalAmount: answer.proceeds?.grandTotal?.amount ?? null,
    currency:
      answer.proceeds?.grandTotal?.currencyCode ?? products.find((item) => item.currency !== null)?.currency ?? null,
    orderDate: answer.createdTime,
    fulfillmentChannel: toFulfillmentChannel(answer.fulfillment?.fulfilledBy ?? null),
    marketplace: answer.salesChannel?.marketplaceId ?? null,
    customerName: answer.buyer?.buyerName ?? address?.name ?? null,
    customerEmail: answer.buyer?.buyerEmail ?? null,
    customerPhone: address?.phone ?? null,
    customerAddress: shippingAddress === null ? null : formatAddress(shippingAddress),
    shippingAddress,
    products,
    packages,
    deliveryStatus: orderDeliveryStatus(packages.map((sent) => sent.status)) ?? statusWithoutPackages(status),
    ...orderTracking(packages),
    shippedAt: firstShippedAt(packages),
    deliveredAt: null,
    estimatedDeliveryAt: answer.fulfillment?.deliverByWindow?.latestDateTime ?? null,
    latestShipDate: answer.fulfillment?.shipByWindow?.latestDateTime ?? null,
    sourceUpdatedAt: answer.lastUpdatedTime,
    rawData,
  }
}
