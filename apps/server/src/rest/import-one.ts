import { createCaller, importInputSchema, parseInput } from '@orderport/api'
import type { RestRoute } from './route.ts'

/** `POST /api/v1/orders/import-one`: what the inbox's button calls. The same answer on a first import and on a repeat. */
export const importOne: RestRoute = async (request, context) => {
  const input = parseInput(importInputSchema, request.body ?? {})
  const order = await createCaller(context).orders.import(input)
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
