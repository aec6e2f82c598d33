import { z } from 'zod'
import type { RawOrder } from '../parse/answered-order.ts'
import { count, instant, list, money, name, part, text, texts, trackingCode } from '../parse/tolerant.ts'

const window = part({ earliestDateTime: instant, latestDateTime: instant })

const address = part({
  name,
  companyName: name,
  addressLine1: name,
  addressLine2: name,
  addressLine3: name,
  city: name,
  districtOrCounty: name,
  stateOrRegion: name,
  municipality: name,
  postalCode: name,
  countryCode: name,
  phone: name,
  extendedFields: part({ streetName: name, streetNumber: name, complement: name, neighborhood: name }),
  addressType: text,
})

const breakdown = z.object({ type: text, subtotal: money })

const item = z.object({
  orderItemId: text,
  quantityOrdered: count,
  product: part({ asin: text, title: text, sellerSku: text, price: part({ unitPrice: money }) }),
  proceeds: part({ proceedsTotal: money, breakdowns: list(breakdown) }),
  cancellation: part({
    cancellationRequest: part({ requester: text, cancelReason: name }),
    cancellationExecution: part({ cancelledBy: text, cancelReason: name }),
  }),
  fulfillment: part({
    quantityFulfilled: count,
    packing: part({ giftOption: part({ giftMessage: text, giftWrapLevel: text }) }),
  }),
})

const orderPackage = z.object({
  packageReferenceId: text,
  packageStatus: part({ status: text, detailedStatus: text }),
  carrier: name,
  shipTime: instant,
  trackingNumber: trackingCode,
  packageItems: list(z.object({ orderItemId: text, quantity: count })),
})

/** The part of an order that we read. answer-schema.test-d.ts keeps it in step with Amazon's model. */
const orderSchema = z.object({
  orderAliases: list(z.object({ aliasId: text, aliasType: text })),
  createdTime: instant,
  lastUpdatedTime: instant,
  programs: texts,
  associatedOrders: list(z.object({ orderId: text, associationType: text })),
  salesChannel: part({ marketplaceId: text }),
  buyer: part({ buyerName: name, buyerEmail: name }),
  recipient: part({ deliveryAddress: address }),
  proceeds: part({ grandTotal: money, breakdowns: list(breakdown) }),
  fulfillment: part({
    fulfillmentStatus: text,
    fulfilledBy: text,
    shipByWindow: window,
    deliverByWindow: window,
  }),
  orderItems: list(item),
  packages: list(orderPackage),
})

export type OrderAnswer = z.output<typeof orderSchema>
export type AnsweredItem = z.output<typeof item>
export type AnsweredPackage = z.output<typeof orderPackage>

/** Reads an order object. Never throws: see parse/tolerant.ts. */
export function parseOrderAnswer(order: RawOrder): OrderAnswer {
  return orderSchema.parse(order)
}
