import type { AmazonMoney, AmazonOrder, AmazonOrderItem } from '../amazon-order.ts'
import { timesAmount } from '../money.ts'
import { v0Money, type V0Object } from './order-view.ts'

export interface ItemsPage {
  readonly items: readonly V0Object[]
  readonly nextToken: string | undefined
}

/** Returns one page of an order's v0 items; null for a token that is not from this order's pages. */
export function v0ItemsPage(order: AmazonOrder, token: string | null, size: number): ItemsPage | null {
  const start = token === null ? 0 : offsetIn(order, token)
  if (start === null) return null
  const end = start + size
  return {
    items: order.orderItems.slice(start, end).map((item) => v0Item(item)),
    nextToken: end < order.orderItems.length ? tokenFor(order, end) : undefined,
  }
}

/** Returns the v0 `OrderItem`. `ItemPrice` is the unit price times the quantity; some booleans of v0 are strings. */
function v0Item(item: AmazonOrderItem): V0Object {
  const { product, fulfillment, cancellation } = item
  return {
    ASIN: product.asin ?? '',
    SellerSKU: product.sellerSku,
    OrderItemId: item.orderItemId,
    Title: product.title,
    QuantityOrdered: item.quantityOrdered,
    QuantityShipped: fulfillment?.quantityFulfilled ?? 0,
    ProductInfo: { NumberOfItems: '1' },
    ItemPrice: v0Money(itemPrice(item)),
    ShippingPrice: v0Money(breakdown(item, 'SHIPPING')),
    ItemTax: v0Money(breakdown(item, 'TAX')),
    PromotionDiscount: v0Money(breakdown(item, 'DISCOUNT')),
    PromotionIds: item.promotion?.breakdowns?.map((promotion) => promotion.promotionId),
    IsGift: fulfillment?.packing?.giftOption === undefined ? 'false' : 'true',
    ConditionId: product.condition?.conditionType,
    ConditionSubtypeId: product.condition?.conditionSubtype,
    IsTransparency: false,
    SerialNumberRequired: false,
    BuyerRequestedCancel: {
      IsBuyerRequestedCancel: cancellation?.cancellationRequest?.requester === 'BUYER' ? 'true' : 'false',
      BuyerCancelReason: cancellation?.cancellationRequest?.cancelReason ?? '',
    },
  }
}

/** Returns undefined for a pending or cancelled order: the price is unknown, or there is nothing left to pay. */
function itemPrice(item: AmazonOrderItem): AmazonMoney | undefined {
  const unit = item.product.price?.unitPrice
  if (unit === undefined || item.quantityOrdered === 0 || item.proceeds === undefined) return undefined
  return { currencyCode: unit.currencyCode, amount: timesAmount(unit.amount, item.quantityOrdered) }
}

function breakdown(item: AmazonOrderItem, type: string): AmazonMoney | undefined {
  return item.proceeds?.breakdowns?.find((part) => part.type === type)?.subtotal
}

function tokenFor(order: AmazonOrder, offset: number): string {
  return Buffer.from(`${order.orderId}+${offset}`).toString('base64')
}

function offsetIn(order: AmazonOrder, token: string): number | null {
  const [orderId, offset] = Buffer.from(token, 'base64').toString('utf8').split('+')
  const position = Number(offset)
  const fits = orderId === order.orderId && Number.isInteger(position)
  return fits && position > 0 && position < order.orderItems.length ? position : null
}
