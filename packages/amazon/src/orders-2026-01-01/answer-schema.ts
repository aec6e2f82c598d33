import { z } from 'zod'
import type { RawOrder } from '../parse/raw-order.ts'
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

const parcel = z.object({
  packageReferenceId: text,
  packageStatus: part({ status: text, detailedStatus: text }),
  carrier: text,
  shipTime: instant,
  trackingNumber: code,
})

/** What is read of an order of Orders API 2026-01-01; order-answer.test-d.ts keeps it in step with Amazon's model. */
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
  packages: list(parcel),
})

export type OrderAnswer = z.output<typeof orderSchema>
export type AnsweredItem = z.output<typeof item>
export type AnsweredPackage = z.output<typeof parcel>
export type AnsweredAddress = NonNullable<NonNullable<OrderAnswer['recipient']>['deliveryAddress']>

/** Reads an order object. Never throws: see tolerant.ts. */
export function parseOrderAnswer(order: RawOrder): OrderAnswer {
  return orderSchema.parse(order)
}
