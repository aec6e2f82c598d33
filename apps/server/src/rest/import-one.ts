import { call, type RestRoute } from './route.ts'

/** `POST /api/v1/orders/import-one`: the inbox's import button. A first import and a repeat have the same answer. */
export const importOne: RestRoute = async (request, { orders }) => {
  const order = await call(orders.import, request.body ?? {})
  return {
    success: true,
    imported: true,
    orderId: order.orderId,
    externalOrderId: order.externalOrderId,
    channel: order.channel,
    status: order.status,
    orderStatus: order.orderStatus,
    totalAmount: order.totalAmount,
    currency: order.currency,
    orderDate: order.orderDate,
    products: order.products,
    customer: order.customer,
    fulfillmentChannel: order.fulfillmentChannel,
    carrier: order.carrier,
    trackingCode: order.trackingCode,
    trackingUrl: order.trackingUrl,
    deliveryStatus: order.deliveryStatus,
    source: order.source,
  }
}
