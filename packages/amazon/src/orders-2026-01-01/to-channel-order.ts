import { type ChannelOrder, formatAddress } from '@orderport/domain'
import { toShippingAddress } from '../mapping/shipping-address.ts'
import type { RawOrder } from '../parse/answered-order.ts'
import { parseOrderAnswer } from './answer-schema.ts'
import { toCancellationRequest, toOrderCancellation } from './cancellation.ts'
import { toOrderCharges } from './charges.ts'
import { toOrderItem } from './order-item.ts'
import { firstShippedAt, orderTracking, toOrderPackage } from './order-package.ts'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'
import { toOrderTraits } from './order-traits.ts'

/**
 * Returns an order of Orders API 2026-01-01 in the domain's terms. Never throws: what Amazon left out or garbled is
 * null. Amazon does not say when an order was delivered, so `deliveredAt` is always null; nor how far the delivery of
 * the whole order is: its packages decide.
 */
export function toChannelOrder(externalOrderId: string, rawData: RawOrder): ChannelOrder {
  const answer = parseOrderAnswer(rawData)
  const { fulfillment, proceeds } = answer
  const products = answer.orderItems.map(toOrderItem)
  const packages = answer.packages.map(toOrderPackage)
  const address = answer.recipient?.deliveryAddress ?? null
  const shippingAddress = toShippingAddress(address)
  const currency =
    proceeds?.grandTotal?.currencyCode ?? products.find((item) => item.currency !== null)?.currency ?? null
  return {
    externalOrderId,
    status: toOrderStatus(fulfillment?.fulfillmentStatus ?? null),
    totalAmount: proceeds?.grandTotal?.amount ?? null,
    currency,
    charges: toOrderCharges(answer, currency),
    orderDate: answer.createdTime,
    fulfillmentChannel: toFulfillmentChannel(fulfillment?.fulfilledBy ?? null),
    marketplace: answer.salesChannel?.marketplaceId ?? null,
    customerName: answer.buyer?.buyerName ?? null,
    customerEmail: answer.buyer?.buyerEmail ?? null,
    customerPhone: address?.phone ?? null,
    customerAddress: shippingAddress === null ? null : formatAddress(shippingAddress),
    shippingAddress,
    products,
    packages,
    saidDeliveryStatus: null,
    ...orderTracking(packages),
    shippedAt: firstShippedAt(packages),
    deliveredAt: null,
    deliverFrom: fulfillment?.deliverByWindow?.earliestDateTime ?? null,
    estimatedDeliveryAt: fulfillment?.deliverByWindow?.latestDateTime ?? null,
    latestShipDate: fulfillment?.shipByWindow?.latestDateTime ?? null,
    cancellation: toOrderCancellation(answer),
    ...toCancellationRequest(answer),
    ...toOrderTraits(answer, externalOrderId),
    sourceUpdatedAt: answer.lastUpdatedTime,
    rawData,
  }
}
