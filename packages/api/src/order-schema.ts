import { deliveryStatuses, fulfillmentChannels, orderStatuses } from '@orderport/domain'
import { z } from 'zod'

const moment = z.iso.datetime().nullable()
const amount = z.number().nullable()
const text = z.string().nullable()

const productSchema = z.object({
  name: text,
  quantity: z.int().describe('Units ordered; 0 after a cancellation'),
  qty: z.int().describe('Same as quantity'),
  price: amount.describe('Price of one unit, in the order’s currency; null when not known'),
  sku: text,
  asin: text,
})

const parcelSchema = z.object({
  carrier: text,
  trackingCode: text,
  trackingUrl: text.describe('Where the carrier shows the parcel; null for a carrier without a known page'),
  status: z.enum(deliveryStatuses),
  shippedAt: moment,
})

const timelineEventSchema = z.object({
  at: z.iso.datetime(),
  label: z.string().describe('What happened, in French, for a support agent'),
  date: z.iso.datetime().describe('Same as at'),
  event: z.string().describe('Same as label'),
  status: z.enum(deliveryStatuses).describe('How far the delivery was then'),
  source: z.enum(['amazon_spapi', 'stub']),
})

/** An order as every caller sees it. Several values go by two names because deployed clients read either. */
export const orderSchema = z.object({
  id: z.string().describe('Orderport’s id of the order: ord-<base36 milliseconds>-<6 base36>'),
  orderId: z.string().describe('Same as id'),
  ref: z.string().describe('The marketplace’s reference of the order'),
  externalOrderId: z.string().describe('Same as ref'),
  channel: z.string().describe('The marketplace’s name, such as amazon'),
  marketplace: text.describe('The marketplace’s own id, such as A13V1IB3VIYZZH for Amazon.fr'),
  status: z.enum(orderStatuses),
  orderStatus: z.enum(orderStatuses).describe('Same as status'),
  totalAmount: amount.describe('Null while the marketplace gives no total (a pending order); never 0 for that'),
  currency: text.describe('ISO 4217'),
  date: moment.describe('Same as orderDate'),
  orderDate: moment,
  products: z.array(productSchema),
  customer: z.object({ name: text, email: text, address: text.describe('Delivery address on one line') }),
  customerPhone: text,
  fulfillmentChannel: z.enum(fulfillmentChannels).nullable().describe('MFN: the seller ships; AFN: Amazon ships'),
  isFba: z.boolean(),
  isFbm: z.boolean(),
  carrier: text,
  trackingCode: text,
  trackingUrl: text,
  hasTracking: z.boolean(),
  deliveryStatus: z.enum(deliveryStatuses).describe('delivered only when the marketplace says so'),
  shippedAt: moment,
  deliveredAt: moment,
  estimatedDeliveryAt: moment,
  latestShipDate: moment,
  packages: z.array(parcelSchema),
  timeline: z.array(timelineEventSchema).describe('Oldest first; only what has a real date'),
  orderSource: z.enum(['amazon_spapi', 'stub']).describe('stub: made without the marketplace, to be completed'),
  importedAt: moment,
  updatedAt: moment.describe('When the stored order last changed'),
  savStatus: z.literal('none'),
  slaStatus: z.literal('ok'),
  conversationCount: z.literal(0),
  supplier: z.null(),
})

/** The wire form of an order. */
export type WireOrder = z.infer<typeof orderSchema>
