import { deliveryStates, deliveryStatuses, fulfillmentChannels, orderStatuses } from '@orderport/domain'
import { z } from 'zod'
import { compiled } from './compiled.ts'

// A schema with an `id` becomes a type in what is generated for callers; each of its fields needs a description.

const moment = z.iso.datetime().nullable()
const amount = z.number().nullable()
const text = z.string().nullable()
const flag = z.boolean().nullable()

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

const cancelledBySchema = z
  .enum(['buyer', 'merchant', 'amazon'])
  .meta({ id: 'CancelledBy', description: 'Who cancelled' })

const cancellationSchema = z
  .object({
    by: cancelledBySchema.nullable().describe('Null when the marketplace doesn’t say'),
    reason: text.describe('As the marketplace writes it'),
  })
  .meta({ id: 'OrderItemCancellation', description: 'The cancellation of an item' })

const orderCancellationSchema = z
  .object({
    by: cancelledBySchema.nullable().describe('Null when the marketplace doesn’t say'),
    reason: text.describe('As the marketplace writes it'),
    at: moment.describe('When the marketplace first told it; the order was cancelled then at the latest'),
  })
  .meta({ id: 'OrderCancellation', description: 'The cancellation of an order' })

const chargesSchema = z
  .object({
    shipping: amount.describe('Shipping'),
    giftWrap: amount.describe('Gift wrap'),
    tax: amount.describe('Tax on items and charges'),
    discount: amount.describe('What was taken off, as a positive amount'),
    other: amount.describe('Other fees, such as those for cash on delivery'),
    taxIncluded: z
      .boolean()
      .nullable()
      .describe('Whether the prices include the tax; null when there is none or it isn’t known'),
    addUp: z
      .boolean()
      .nullable()
      .describe('Whether items and charges add up to the total; null when an amount isn’t known'),
  })
  .meta({
    id: 'OrderCharges',
    description: 'What is charged beside the items, in the order’s currency; null for each that isn’t known',
  })

const productSchema = z
  .object({
    name: text.describe('Name of the product on the marketplace'),
    quantity: z.int().nullable().describe('Units ordered; 0 after a cancellation, null when unreadable'),
    qty: z.int().nullable().describe('Same as quantity'),
    price: amount.describe('Price of one unit, in the order’s currency; null when not known or in another currency'),
    sku: text.describe('The seller’s own code of the product'),
    asin: text.describe('Amazon’s code of the product'),
    lineTotal: amount.describe('Price of all units, in the item’s currency, without shipping and other charges'),
    currency: text.describe('ISO 4217; of the item, usually that of the order'),
    quantityShipped: z.int().nullable().describe('Units shipped so far; null when not known'),
    cancellation: cancellationSchema.nullable().describe('Null for an item that isn’t cancelled'),
  })
  .meta({ id: 'OrderItem', description: 'One item of an order' })

const customerSchema = z
  .object({
    name: text.describe('Null when the marketplace doesn’t give it'),
    email: text.describe('The marketplace’s relay address, or null'),
    address: text.describe('Delivery address on one line'),
  })
  .meta({ id: 'OrderCustomer', description: 'The customer of an order' })

const contentSchema = z
  .object({
    name: text.describe('Name of the product on the marketplace'),
    sku: text.describe('The seller’s own code of the product'),
    quantity: z.int().nullable().describe('Units in this package'),
  })
  .meta({ id: 'OrderPackageContent', description: 'An item in a package' })

const packageSchema = z
  .object({
    carrier: text.describe('Name of the carrier'),
    trackingCode: text.describe('The carrier’s tracking code'),
    trackingUrl: text.describe('The carrier’s tracking page; null for a carrier without a known one'),
    status: deliveryStatusSchema.describe('Delivery status of this package'),
    shippedAt: moment.describe('When the package was shipped'),
    contents: z.array(contentSchema).describe('What it holds; empty when the marketplace doesn’t say'),
  })
  .meta({ id: 'OrderPackage', description: 'One package of an order' })

const timelineEventSchema = z
  .object({
    at: z.iso.datetime().describe('When it happened; for what became of a package, then at the latest'),
    label: z.string().describe('What happened, in French, for a support agent'),
    date: z.iso.datetime().describe('Same as at'),
    event: z.string().describe('Same as label'),
    status: deliveryStatusSchema.describe('Delivery status at that time'),
    source: orderSourceSchema.describe('Where the event comes from'),
  })
  .meta({ id: 'OrderTimelineEvent', description: 'An event in the history of an order' })

const sentenceSchema = z
  .object({ fr: z.string().describe('In French'), en: z.string().describe('In English') })
  .meta({ id: 'Sentence', description: 'A sentence for a person, in both languages of the desk' })

const deliverySchema = z
  .object({
    promise: z
      .object({
        from: moment.describe('Start of the window; null when not known'),
        to: moment.describe('End of the window; null when not known'),
      })
      .meta({ id: 'DeliveryPromise', description: 'The window promised to the buyer' })
      .describe('The window promised to the buyer'),
    state: z
      .enum(deliveryStates)
      .meta({
        id: 'DeliveryState',
        description: 'How an order stands against its promise; unknown when the marketplace doesn’t say enough',
      })
      .describe('How the order stands against the promise'),
    since: moment.describe('Since when; null when not known'),
    reason: sentenceSchema.describe('Why, for a support agent'),
  })
  .meta({
    id: 'OrderDelivery',
    description: 'The delivery that the buyer was promised, and how the order stands against it',
  })

const slaStatusSchema = z
  .enum(['ok', 'at_risk', 'breached'])
  .meta({ id: 'SlaStatus', description: 'delivery.state in three words; ok where that is unknown' })

const wireOrderSchema = z
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
    charges: chargesSchema.describe('What is charged beside the items'),
    customer: customerSchema.describe('The customer'),
    recipientName: text.describe('To whom it is sent, who need not be the customer'),
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
    shipBy: moment.describe('Same as latestShipDate'),
    delivery: deliverySchema.describe('The promised delivery'),
    cancellation: orderCancellationSchema.nullable().describe('Null for an order that isn’t cancelled'),
    buyerRequestedCancellation: flag.describe('Whether the buyer asked for the cancellation; null when not known'),
    buyerCancellationReason: text.describe('Why the buyer asked for it'),
    replaces: text.describe('The reference of the order that this one replaces'),
    replacedBy: text.describe('The reference of the stored order that replaces this one'),
    isGift: flag.describe('Whether it is a gift; null when not known'),
    giftMessage: text.describe('The buyer’s message to the recipient'),
    isPrime: flag.describe('Whether it is a Prime order; null when not known'),
    isBusiness: flag.describe('Whether the buyer is a business; null when not known'),
    pickupPoint: flag.describe('Whether it goes to a pick-up point or store; null when not known'),
    sellerOrderNumber: text.describe('The seller’s own number of the order'),
    packages: z.array(packageSchema).describe('Every package'),
    timeline: z.array(timelineEventSchema).describe('Oldest first; only events with a known date'),
    orderSource: orderSourceSchema.describe('Where the stored order comes from'),
    checkedAt: moment.describe('When the marketplace was last asked; null for a stub, and where nobody noted it'),
    importedAt: moment.describe('When it was first stored'),
    updatedAt: moment.describe('When the stored order last changed'),
    savStatus: z.literal('none').describe('A constant that deployed clients read'),
    slaStatus: slaStatusSchema.describe('delivery.state in three words; ok where that is unknown'),
    conversationCount: z.literal(0).describe('A constant that deployed clients read'),
    supplier: z.null().describe('A constant that deployed clients read'),
  })
  .meta({
    id: 'Order',
    description: 'An order. Several values go by two names because deployed clients read either.',
  })

/** An order as every caller sees it. Several values go by two names because deployed clients read either. */
export const orderSchema = compiled(wireOrderSchema)

/** The wire form of an order. */
export type WireOrder = z.infer<typeof orderSchema>
