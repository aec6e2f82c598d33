import { deliveryStatuses, fulfillmentChannels, orderStatuses } from '@orderport/domain'
import { z } from 'zod'

// A schema with an `id` is a type of its own in what is generated for callers; every field of it has a description.

const moment = z.iso.datetime().nullable()
const amount = z.number().nullable()
const text = z.string().nullable()

export const orderStatusSchema = z
  .enum(orderStatuses)
  .meta({ id: 'OrderStatus', description: 'How far an order is, in the spelling of Amazon’s v0 API' })

const deliveryStatusSchema = z
  .enum(deliveryStatuses)
  .meta({ id: 'DeliveryStatus', description: 'How far a parcel is; delivered only when the marketplace says so' })

const fulfillmentChannelSchema = z
  .enum(fulfillmentChannels)
  .meta({ id: 'FulfillmentChannel', description: 'MFN: the seller ships; AFN: Amazon ships' })

const orderSourceSchema = z
  .enum(['amazon_spapi', 'stub'])
  .meta({ id: 'OrderSourceName', description: 'stub: made without the marketplace, to be completed by a later import' })

const productSchema = z
  .object({
    name: text.describe('What the marketplace calls it'),
    quantity: z.int().describe('Units ordered; 0 after a cancellation'),
    qty: z.int().describe('Same as quantity'),
    price: amount.describe('Price of one unit, in the order’s currency; null when not known'),
    sku: text.describe('The seller’s own number of the product'),
    asin: text.describe('Amazon’s number of the product'),
  })
  .meta({ id: 'OrderItem', description: 'One line of an order' })

const customerSchema = z
  .object({
    name: text.describe('Null where the marketplace doesn’t tell'),
    email: text.describe('The marketplace’s relay address, or null'),
    address: text.describe('Delivery address on one line'),
  })
  .meta({ id: 'OrderCustomer', description: 'Who ordered' })

const parcelSchema = z
  .object({
    carrier: text.describe('Who carries the parcel'),
    trackingCode: text.describe('The carrier’s number of the parcel'),
    trackingUrl: text.describe('Where the carrier shows the parcel; null for a carrier without a known page'),
    status: deliveryStatusSchema.describe('How far this parcel is'),
    shippedAt: moment.describe('When it left'),
  })
  .meta({ id: 'OrderPackage', description: 'One parcel of an order' })

const timelineEventSchema = z
  .object({
    at: z.iso.datetime().describe('When it happened'),
    label: z.string().describe('What happened, in French, for a support agent'),
    date: z.iso.datetime().describe('Same as at'),
    event: z.string().describe('Same as label'),
    status: deliveryStatusSchema.describe('How far the delivery was then'),
    source: orderSourceSchema.describe('Who says so'),
  })
  .meta({ id: 'OrderTimelineEvent', description: 'Something that happened to an order' })

/** An order as every caller sees it. Several values go by two names because deployed clients read either. */
export const orderSchema = z
  .object({
    id: z.string().describe('Orderport’s id of the order: ord-<base36 milliseconds>-<6 base36>'),
    orderId: z.string().describe('Same as id'),
    ref: z.string().describe('The marketplace’s reference of the order'),
    externalOrderId: z.string().describe('Same as ref'),
    channel: z.string().describe('The marketplace’s name, such as amazon'),
    marketplace: text.describe('The marketplace’s own id, such as A13V1IB3VIYZZH for Amazon.fr'),
    status: orderStatusSchema.describe('How far the order is'),
    orderStatus: orderStatusSchema.describe('Same as status'),
    totalAmount: amount.describe('Null while the marketplace gives no total (a pending order); never 0 for that'),
    currency: text.describe('ISO 4217'),
    date: moment.describe('Same as orderDate'),
    orderDate: moment.describe('When the customer ordered'),
    products: z.array(productSchema).describe('What was ordered'),
    customer: customerSchema.describe('Who ordered'),
    customerPhone: text.describe('As the marketplace writes it'),
    fulfillmentChannel: fulfillmentChannelSchema.nullable().describe('Who ships; null when not known'),
    isFba: z.boolean().describe('Amazon ships (AFN)'),
    isFbm: z.boolean().describe('The seller ships (MFN)'),
    carrier: text.describe('Of the first parcel that has tracking'),
    trackingCode: text.describe('Of the first parcel that has one'),
    trackingUrl: text.describe('Where the carrier shows that parcel; null for a carrier without a known page'),
    hasTracking: z.boolean().describe('Whether there is a tracking code'),
    deliveryStatus: deliveryStatusSchema.describe(
      'How far the delivery of the whole order is: its least advanced parcel that isn’t cancelled',
    ),
    shippedAt: moment.describe('When the order left'),
    deliveredAt: moment.describe('When it arrived, where the marketplace says so'),
    estimatedDeliveryAt: moment.describe('When it is expected to arrive, at the latest'),
    latestShipDate: moment.describe('When the seller has to have shipped it'),
    packages: z.array(parcelSchema).describe('Every parcel'),
    timeline: z.array(timelineEventSchema).describe('Oldest first; only what has a real date'),
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
