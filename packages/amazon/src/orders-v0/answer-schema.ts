import { z } from 'zod'
import type { RawOrder } from '../parse/answered-order.ts'
import { count, currencyCode, decimal, flag, instant, list, part, text } from '../parse/tolerant.ts'

const money = part({ Amount: decimal, CurrencyCode: currencyCode })

const address = part({
  Name: text,
  CompanyName: text,
  AddressLine1: text,
  AddressLine2: text,
  AddressLine3: text,
  City: text,
  County: text,
  District: text,
  StateOrRegion: text,
  Municipality: text,
  PostalCode: text,
  CountryCode: text,
  Phone: text,
  AddressType: text,
})

/** The part of an order that we read. answer-schema.test-d.ts keeps it in step with Amazon's model. */
const orderSchema = z.object({
  PurchaseDate: instant,
  LastUpdateDate: instant,
  OrderStatus: text,
  FulfillmentChannel: text,
  MarketplaceId: text,
  OrderTotal: money,
  LatestShipDate: instant,
  LatestDeliveryDate: instant,
  EasyShipShipmentStatus: text,
  IsAccessPointOrder: flag,
  ShippingAddress: address,
  BuyerInfo: part({ BuyerName: text, BuyerEmail: text }),
})

const item = z.object({
  ASIN: text,
  SellerSKU: text,
  OrderItemId: text,
  Title: text,
  QuantityOrdered: count,
  QuantityShipped: count,
  ItemPrice: money,
})

const items = list(item)

export type OrderAnswer = z.output<typeof orderSchema>
export type AnsweredItem = z.output<typeof item>

/** Reads an order object. Never throws: see parse/tolerant.ts. */
export function parseOrderAnswer(order: RawOrder): OrderAnswer {
  return orderSchema.parse(order)
}

/** Reads a list of order items. Never throws. */
export function parseOrderItems(orderItems: readonly unknown[]): readonly AnsweredItem[] {
  return items.parse(orderItems)
}
