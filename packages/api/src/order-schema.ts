import { deliveryStatuses, fulfillmentChannels, orderStatuses } from '@orderport/domain'
import { z } from 'zod'

// A schema with an `id` becomes a type in what is generated for callers; each of its fields needs a description.

const moment = z.iso.datetime().nullable()
const amount = z.number().nullable()
const text = z.string().nullable()

export const orderStatusSchema = z
  .enum(orderStatuses)
  .meta({ id: 'OrderStatus', description: 'Status of an order, in the spelling of Amazon’s v0 API' })

const deliveryStatusSchema = z
  .enum(deliveryStatuses)
  .meta({ id: 'DeliveryStatus', description: 'Status of a delivery; delivered only when the marketplace says so' })

const fulfillmentChannelSchema = z
  .enum(fulfillmentChannels)
  .meta({ id: 'FulfillmentChannel', description: 'MFN: the seller ships; AFN: Amazon ships' })

const orderSourceSchema = z
  .enum(['amazon_spapi', 'stub'])
  .meta({ id: 'OrderSourceName', description: 'stub: made without the marketplace, to be completed by a later import' })

const productSchema = z
  .object({
    name: text.describe('Name of the product on the marketplace'),
    quantity: z.int().describe('Units ordered; 0 after a cancellation'),
    qty: z.int().describe('Same as quantity'),
    price: amount.describe('Price of one unit, in the order’s currency; null when not known'),
    sku: text.describe('The seller’s own code of the product'),
    asin: text.describe('Amazon’s code of the product'),
  })
  .meta({ id: 'OrderItem', description: 'One item of an order' })

const customerSchema = z
  .object({
    name: text.describe('Null when the marketplace doesn’t give it'),
    email: text.describe('The marketplace’s relay address, or null'),
    address: text.describe('Delivery address on one line'),
  })
  .meta({ id: 'OrderCustomer', description: 'The customer of an order' })

const packageSchema = z
  .object({
    carrier: text.describe('Name of the carrier'),
    trackingCode: text.describe('The carrier’s tracking code'),
    trackingUrl: text.describe('The carrier’s tracking page; null for a carrier without a known one'),
    status: deliveryStatusSchema.describe('Delivery status of this package'),
    shippedAt: moment.describe('When the package was shipped'),
  })
  .meta({ id: 'OrderPackage', description: 'One package of an order' })

const timelineEventSchema = z
  .object({
    at: z.iso.datetime().describe('When it happened'),
    label: z.string().describe('What happened, in French, for a support agent'),
    date: z.iso.datetime().describe('Same as at'),
    event: z.string().describe('Same as label'),
    status: deliveryStatusSchema.describe('Delivery status at that time'),
    source: orderSourceSchema.describe('Where the event comes from'),
  })
  .meta({ id: 'OrderTimelineEvent', description: 'An event in the history of an order' })

/** An order as every caller sees it. Several values go by two names because deployed clients read either. */
export const orderSchema = z
  .object({
    id: z.string().describe('Orderport’s id of the order: ord-<base36 milliseconds>-<6 base36>'),
    orderId: z.string().describe('Same as id'),
    ref: z.string().describe('The marketplace’s reference of the order'),
    externalOrderId: z.string().describe('Same as ref'),
    channel: z.string().describe('The marketplace’s name, such as amazon'),
    marketplace: text.describe('The marketplace’s own id, such as A13V1IB3VIYZZH for Amazon.fr'),
    status: orderStatusSchema.describe('Status of the order'),
    orderStatus: orderStatusSchema.describe('Same as status'),
    totalAmount: amount.describe('Null, not 0, while the marketplace gives no total (a pending order)'),
    currency: text.describe('ISO 4217'),
    date: moment.describe('Same as orderDate'),
    orderDate: moment.describe('When the customer ordered'),
    products: z.array(productSchema).describe('Every item'),
    customer: customerSchema.describe('The customer'),
    customerPhone: text.describe('Phone number, as the marketplace writes it'),
    fulfillmentChannel: fulfillmentChannelSchema.nullable().describe('Who ships; null when not known'),
    isFba: z.boolean().describe('Whether Amazon ships (AFN)'),
    isFbm: z.boolean().describe('Whether the seller ships (MFN)'),
    carrier: text.describe('Carrier of the first package with tracking'),
    trackingCode: text.describe('Tracking code of the first package that has one'),
    trackingUrl: text.describe('The carrier’s tracking page for that package; null for a carrier without a known one'),
    hasTracking: z.boolean().describe('Whether there is a tracking code'),
    deliveryStatus: deliveryStatusSchema.describe(
      'Delivery status of the whole order: that of its least advanced package that isn’t cancelled',
    ),
    shippedAt: moment.describe('When the order was shipped'),
    deliveredAt: moment.describe('When it was delivered, if the marketplace says so'),
    estimatedDeliveryAt: moment.describe('The latest date on which it is expected to arrive'),
    latestShipDate: moment.describe('The latest date on which the seller must ship it'),
    packages: z.array(packageSchema).describe('Every package'),
    timeline: z.array(timelineEventSchema).describe('Oldest first; only events with a known date'),
    orderSource: orderSourceSchema.describe('Where the stored order comes from'),
    importedAt: moment.describe('When it was first stored'),
    updatedAt: moment.describe('When the stored order last changed'),
    savStatus: z.literal('none').describe('A constant that deployed clients read'),
    slaStatus: z.literal('ok').describe('A constant that deployed clients read'),
    conversationCount: z.literal(0).describe('A constant that deployed clients read'),
    supplier: z.null().describe('A constant that deployed clients read'),
  })
  .meta({
    id: 'Order',
    description: 'An order. Several values go by two names because deployed clients read either.',
  })

/** The wire form of an order. */
export type WireOrder = z.infer<typeof orderSchema>
