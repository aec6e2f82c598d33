import { z } from 'zod'

const text = z.string().nullable()
const amount = z.number().nullable()
const moment = z.iso.datetime().nullable()
const flag = z.boolean().nullable()
const cancellation = z.object({ by: z.enum(['buyer', 'merchant', 'amazon']).nullable(), reason: text })

/** An order as the tRPC peer's procedures declare it: every field of Orderport's. */
export const orderSchema = z.object({
  id: z.string(),
  orderId: z.string(),
  ref: z.string(),
  externalOrderId: z.string(),
  channel: z.string(),
  marketplace: text,
  status: z.string(),
  orderStatus: z.string(),
  totalAmount: amount,
  currency: text,
  date: moment,
  orderDate: moment,
  products: z.array(
    z.object({
      name: text,
      quantity: z.int().nullable(),
      qty: z.int().nullable(),
      price: amount,
      sku: text,
      asin: text,
      lineTotal: amount,
      currency: text,
      quantityShipped: z.int().nullable(),
      cancellation: cancellation.nullable(),
    }),
  ),
  charges: z.object({
    shipping: amount,
    giftWrap: amount,
    tax: amount,
    discount: amount,
    other: amount,
    taxIncluded: flag,
    addUp: flag,
  }),
  customer: z.object({ name: text, email: text, address: text }),
  recipientName: text,
  customerPhone: text,
  fulfillmentChannel: text,
  isFba: z.boolean(),
  isFbm: z.boolean(),
  carrier: text,
  trackingCode: text,
  trackingUrl: text,
  hasTracking: z.boolean(),
  deliveryStatus: z.string(),
  shippedAt: moment,
  deliveredAt: moment,
  estimatedDeliveryAt: moment,
  latestShipDate: moment,
  shipBy: moment,
  delivery: z.object({
    promise: z.object({ from: moment, to: moment }),
    state: z.enum(['on_time', 'at_risk', 'late', 'delivered', 'delivered_late', 'unknown']),
    since: moment,
    reason: z.object({ fr: z.string(), en: z.string() }),
  }),
  cancellation: cancellation.extend({ at: moment }).nullable(),
  buyerRequestedCancellation: flag,
  buyerCancellationReason: text,
  replaces: text,
  replacedBy: text,
  isGift: flag,
  giftMessage: text,
  isPrime: flag,
  isBusiness: flag,
  pickupPoint: flag,
  sellerOrderNumber: text,
  packages: z.array(
    z.object({
      carrier: text,
      trackingCode: text,
      trackingUrl: text,
      status: z.string(),
      shippedAt: moment,
      contents: z.array(z.object({ name: text, sku: text, quantity: z.int().nullable() })),
    }),
  ),
  timeline: z.array(
    z.object({
      at: z.iso.datetime(),
      label: z.string(),
      date: z.iso.datetime(),
      event: z.string(),
      status: z.string(),
      source: z.string(),
    }),
  ),
  orderSource: z.string(),
  checkedAt: moment,
  importedAt: moment,
  updatedAt: moment,
  savStatus: z.literal('none'),
  slaStatus: z.enum(['ok', 'at_risk', 'breached']),
  conversationCount: z.literal(0),
  supplier: z.null(),
})

export const pageSchema = z.object({
  orders: z.array(orderSchema),
  count: z.int(),
  total: z.int(),
  pagination: z.object({ limit: z.int(), offset: z.int(), hasMore: z.boolean(), nextCursor: text }),
})

export const importedSchema = orderSchema.extend({ source: z.enum(['amazon_spapi', 'cache', 'stub']) })
