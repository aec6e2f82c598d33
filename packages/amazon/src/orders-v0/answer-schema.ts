import { z } from 'zod'
import type { RawOrder } from '../parse/raw-order.ts'
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

/** What is read of an order of Orders API v0; order-answer.test-d.ts keeps it in step with Amazon's model. */
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

export type OrderAnswerV0 = z.output<typeof orderSchema>
export type AnsweredItemV0 = z.output<typeof item>

/** Reads an order object. Never throws: see tolerant.ts. */
export function parseOrderAnswerV0(order: RawOrder): OrderAnswerV0 {
  return orderSchema.parse(order)
}

/** Reads a list of order items. Never throws. */
export function parseOrderItemsV0(orderItems: readonly unknown[]): readonly AnsweredItemV0[] {
  return items.parse(orderItems)
}
