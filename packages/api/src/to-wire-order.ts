import {
  deliveryOf,
  packageDeliveryStatus,
  reconcileCharges,
  type Decimal,
  type DeliveryState,
  type Order,
  type OrderItem,
  type OrderPackage,
} from '@orderport/domain'
import type { WireOrder } from './order-schema.ts'
import { timelineOf } from './timeline.ts'

/**
 * Returns the order as clients read it at the moment `now`: money as JSON numbers, values with two names under both,
 * and constants.
 */
export function toWireOrder(order: Order, now: Date): WireOrder {
  const delivery = deliveryOf(order, now.toISOString())
  const recipientName = order.shippingAddress?.name ?? null
  return {
    id: order.id,
    orderId: order.id,
    ref: order.externalOrderId,
    externalOrderId: order.externalOrderId,
    sellerOrderNumber: order.sellerOrderNumber,
    channel: order.channel,
    marketplace: order.marketplace,
    status: order.status,
    orderStatus: order.status,
    totalAmount: toNumber(order.totalAmount),
    currency: order.currency,
    charges: wireCharges(order),
    date: order.orderDate,
    orderDate: order.orderDate,
    products: order.products.map((item) => wireItem(item, order.currency)),
    customer: {
      name: order.customerName ?? recipientName,
      email: order.customerEmail,
      address: order.customerAddress,
    },
    recipientName,
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
    shipBy: order.latestShipDate,
    delivery,
    cancellation: order.cancellation,
    buyerRequestedCancellation: order.buyerRequestedCancellation,
    buyerCancellationReason: order.buyerCancellationReason,
    replaces: order.replaces,
    replacedBy: order.replacedBy,
    isGift: order.isGift,
    giftMessage: order.giftMessage,
    isPrime: order.isPrime,
    isBusiness: order.isBusiness,
    pickupPoint: order.pickupPoint,
    packages: order.packages.map((shipped) => wirePackage(shipped, order)),
    timeline: timelineOf(order),
    orderSource: order.orderSource,
    checkedAt: order.checkedAt,
    importedAt: order.importedAt,
    updatedAt: order.updatedAt,
    savStatus: 'none',
    slaStatus: slaStatuses[delivery.state],
    conversationCount: 0,
    supplier: null,
  }
}

/** Deployed clients show a price with the order's currency, so a price in another one is left to the item's total. */
function wireItem(item: OrderItem, currency: string | null): WireOrder['products'][number] {
  const isForeign = item.currency !== null && currency !== null && item.currency !== currency
  return {
    name: item.name,
    quantity: item.quantity,
    qty: item.quantity,
    price: isForeign ? null : toNumber(item.price),
    sku: item.sku,
    asin: item.asin,
    lineTotal: toNumber(item.lineTotal),
    currency: item.currency ?? currency,
    quantityShipped: item.quantityShipped,
    cancellation: item.cancellation,
  }
}

function wirePackage(shipped: OrderPackage, { status, products }: Order): WireOrder['packages'][number] {
  const { carrier, trackingCode, trackingUrl, shippedAt, contents } = shipped
  return {
    carrier,
    trackingCode,
    trackingUrl,
    status: packageDeliveryStatus(shipped, status),
    shippedAt,
    contents: contents.map(({ orderItemId, quantity }) => {
      const item = products.find((product) => product.orderItemId === orderItemId)
      return { name: item?.name ?? null, sku: item?.sku ?? null, quantity }
    }),
  }
}

function wireCharges(order: Order): WireOrder['charges'] {
  const { shipping, giftWrap, tax, discount, other, taxIncluded, addUp } = reconcileCharges(order)
  return {
    shipping: toNumber(shipping),
    giftWrap: toNumber(giftWrap),
    tax: toNumber(tax),
    discount: toNumber(discount),
    other: toNumber(other),
    taxIncluded,
    addUp,
  }
}

const slaStatuses: Readonly<Record<DeliveryState, WireOrder['slaStatus']>> = {
  on_time: 'ok',
  at_risk: 'at_risk',
  late: 'breached',
  delivered: 'ok',
  delivered_late: 'breached',
  unknown: 'ok',
}

/** Deployed clients read JSON numbers; arithmetic is done in decimals before this point. */
function toNumber(amount: Decimal | null): number | null {
  return amount === null ? null : Number(amount)
}
