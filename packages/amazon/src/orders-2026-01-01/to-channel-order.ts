import { type ChannelOrder, formatAddress } from '@orderport/domain'
import { parseOrderAnswer } from './answer-schema.ts'
import type { RawOrder } from '../parse/raw-order.ts'
import { orderDeliveryStatus, statusWithoutParcels } from './delivery-status.ts'
import { toOrderLine } from './order-item.ts'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'
import { firstShippedAt, orderTracking, toParcel } from './order-package.ts'
import { toShippingAddress } from '../mapping/shipping-address.ts'

/**
 * An order of Orders API 2026-01-01 as the domain knows it; a pure function that never throws. What Amazon left out or
 * garbled is null. Amazon gives no moment of delivery, so `deliveredAt` is always null.
 */
export function toChannelOrder(externalOrderId: string, rawData: RawOrder): ChannelOrder {
  const answer = parseOrderAnswer(rawData)
  const products = answer.orderItems.map(toOrderLine)
  const packages = answer.packages.map(toParcel)
  const delivery = answer.recipient?.deliveryAddress ?? null
  const shippingAddress = toShippingAddress(delivery)
  const status = toOrderStatus(answer.fulfillment?.fulfillmentStatus ?? null)
  return {
    externalOrderId,
    status,
    totalAmount: answer.proceeds?.grandTotal?.amount ?? null,
    currency:
      answer.proceeds?.grandTotal?.currencyCode ?? products.find((line) => line.currency !== null)?.currency ?? null,
    orderDate: answer.createdTime,
    fulfillmentChannel: toFulfillmentChannel(answer.fulfillment?.fulfilledBy ?? null),
    marketplace: answer.salesChannel?.marketplaceId ?? null,
    customerName: answer.buyer?.buyerName ?? delivery?.name ?? null,
    customerEmail: answer.buyer?.buyerEmail ?? null,
    customerPhone: delivery?.phone ?? null,
    customerAddress: shippingAddress === null ? null : formatAddress(shippingAddress),
    shippingAddress,
    products,
    packages,
    deliveryStatus: orderDeliveryStatus(packages.map((parcel) => parcel.status)) ?? statusWithoutParcels(status),
    ...orderTracking(packages),
    shippedAt: firstShippedAt(packages),
    deliveredAt: null,
    estimatedDeliveryAt: answer.fulfillment?.deliverByWindow?.latestDateTime ?? null,
    latestShipDate: answer.fulfillment?.shipByWindow?.latestDateTime ?? null,
    sourceUpdatedAt: answer.lastUpdatedTime,
    rawData,
  }
}
