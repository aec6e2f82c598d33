import { z } from 'zod'
import type { RawOrder } from '../parse/answered-order.ts'
import { code, count, instant, list, money, part, text } from '../parse/tolerant.ts'

const window = part({ latestDateTime: instant })

const address = part({
  name: text,
  companyName: text,
  addressLine1: text,
  addressLine2: text,
  addressLine3: text,
  city: text,
  districtOrCounty: text,
  stateOrRegion: text,
  municipality: text,
  postalCode: text,
  countryCode: text,
  phone: text,
  addressType: text,
})

const item = z.object({
  orderItemId: text,
  quantityOrdered: count,
  product: part({ asin: text, title: text, sellerSku: text, price: part({ unitPrice: money }) }),
  proceeds: part({ proceedsTotal: money }),
  fulfillment: part({ quantityFulfilled: count }),
})

const orderPackage = z.object({
  packageReferenceId: text,
  packageStatus: part({ status: text, detailedStatus: text }),
  carrier: text,
  shipTime: instant,
  trackingNumber: code,
})

/** The part of an order that we read. answer-schema.test-d.ts keeps it in step with Amazon's model. */
const orderSchema = z.object({
  createdTime: instant,
  lastUpdatedTime: instant,
  salesChannel: part({ marketplaceId: text }),
  buyer: part({ buyerName: text, buyerEmail: text }),
  recipient: part({ deliveryAddress: address }),
  proceeds: part({ grandTotal: money }),
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
