import type { Decimal, Order } from '@orderport/domain'
import type { WireOrder } from './order-schema.ts'
import { timelineOf } from './timeline.ts'

/** Returns the order as clients read it: money as JSON numbers, values with two names under both, and constants. */
export function toWireOrder(order: Order): WireOrder {
  return {
    id: order.id,
    orderId: order.id,
    ref: order.externalOrderId,
    externalOrderId: order.externalOrderId,
    channel: order.channel,
    marketplace: order.marketplace,
    status: order.status,
    orderStatus: order.status,
    totalAmount: toNumber(order.totalAmount),
    currency: order.currency,
    date: order.orderDate,
    orderDate: order.orderDate,
    products: order.products.map(({ name, quantity, price, sku, asin }) => ({
      name,
      quantity,
      qty: quantity,
      price: toNumber(price),
      sku,
      asin,
    })),
    customer: { name: order.customerName, email: order.customerEmail, address: order.customerAddress },
    customerPhone: order.customerPhone,
    fulfillmentChannel: order.fulfillmentChannel,
    isFba: order.fulfillmentChannel === 'AFN',
    isFbm: order.fulfillmentChannel === 'MFN',
    carrier: order.carrier,
    trackingCode: order.trackingCode,
    trackingUrl: order.trackingUrl,
    hasTracking: order.trackingCode !== null,
    deliveryStatus: order.deliveryStatus,
    shippedAt: order.shippedAt,
    deliveredAt: order.deliveredAt,
    estimatedDeliveryAt: order.estimatedDeliveryAt,
    latestShipDate: order.latestShipDate,
    packages: order.packages.map(({ carrier, trackingCode, trackingUrl, status, shippedAt }) => ({
      carrier,
      trackingCode,
      trackingUrl,
      status,
      shippedAt,
    })),
    timeline: timelineOf(order),
    orderSource: order.orderSource,
    importedAt: order.importedAt,
    updatedAt: order.updatedAt,
    savStatus: 'none',
    slaStatus: 'ok',
    conversationCount: 0,
    supplier: null,
  }
}

/** Deployed clients read JSON numbers; arithmetic is done in decimals before this point. */
function toNumber(amount: Decimal | null): number | null {
  return amount === null ? null : Number(amount)
}
