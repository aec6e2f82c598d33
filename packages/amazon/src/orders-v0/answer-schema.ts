import { z } from 'zod'
import type { RawOrder } from '../parse/answered-order.ts'
import { count, currencyCode, decimal, flag, flagText, instant, list, name, part, text } from '../parse/tolerant.ts'

const money = part({ Amount: decimal, CurrencyCode: currencyCode })

const address = part({
  Name: name,
  CompanyName: name,
  AddressLine1: name,
  AddressLine2: name,
  AddressLine3: name,
  City: name,
  County: name,
  District: name,
  StateOrRegion: name,
  Municipality: name,
  PostalCode: name,
  CountryCode: name,
  Phone: name,
  ExtendedFields: part({ StreetName: name, StreetNumber: name, Complement: name, Neighborhood: name }),
  AddressType: text,
})

/** The part of an order that we read. answer-schema.test-d.ts keeps it in step with Amazon's model. */
const orderSchema = z.object({
  SellerOrderId: text,
  PurchaseDate: instant,
  LastUpdateDate: instant,
  OrderStatus: text,
  FulfillmentChannel: text,
  MarketplaceId: text,
  OrderTotal: money,
  LatestShipDate: instant,
  EarliestDeliveryDate: instant,
  LatestDeliveryDate: instant,
  EasyShipShipmentStatus: text,
  IsBusinessOrder: flag,
  IsPrime: flag,
  IsReplacementOrder: flag,
  ReplacedOrderId: text,
  IsISPU: flag,
  IsAccessPointOrder: flag,
  ShippingAddress: address,
  BuyerInfo: part({ BuyerName: name, BuyerEmail: name }),
})

const item = z.object({
  ASIN: text,
  SellerSKU: text,
  OrderItemId: text,
  Title: text,
  QuantityOrdered: count,
  QuantityShipped: count,
  ItemPrice: money,
  ShippingPrice: money,
  ItemTax: money,
  ShippingTax: money,
  ShippingDiscount: money,
  PromotionDiscount: money,
  CODFee: money,
  CODFeeDiscount: money,
  IsGift: flagText,
  BuyerInfo: part({ GiftWrapPrice: money, GiftWrapTax: money, GiftMessageText: text }),
  BuyerRequestedCancel: part({ IsBuyerRequestedCancel: flagText, BuyerCancelReason: name }),
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
