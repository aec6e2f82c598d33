import type { AmazonOrder, AmazonOrderItem } from '../amazon-order.ts'
import { pricesIncludeTax } from '../tax-inclusion.ts'
import { v0ItemPrices } from './item-prices.ts'
import { v0Money, type V0Object } from './order-view.ts'

export interface ItemsPage {
  readonly items: readonly V0Object[]
  readonly nextToken: string | undefined
}

export interface PageRequest {
  readonly token: string | null
  readonly size: number
  /** Whether the request came with a restricted data token for the buyers. */
  readonly showsBuyer: boolean
}

interface ItemView {
  readonly hasTaxInPrices: boolean
  readonly showsBuyer: boolean
}

/** Returns one page of an order's v0 items; null for a token that is not from this order's pages. */
export function v0ItemsPage(order: AmazonOrder, { token, size, showsBuyer }: PageRequest): ItemsPage | null {
  const view = { hasTaxInPrices: pricesIncludeTax(order.salesChannel.marketplaceId), showsBuyer }
  const start = token === null ? 0 : offsetIn(order, token)
  if (start === null) return null
  const end = start + size
  return {
    items: order.orderItems.slice(start, end).map((item) => v0Item(item, view)),
    nextToken: end < order.orderItems.length ? tokenFor(order, end) : undefined,
  }
}

/**
 * Returns the v0 `OrderItem`. `ItemPrice` is the price of all units; some booleans of v0 are strings. Gift wrap and
 * message are for a restricted data token.
 */
function v0Item(item: AmazonOrderItem, { hasTaxInPrices, showsBuyer }: ItemView): V0Object {
  const { product, fulfillment, cancellation } = item
  const prices = v0ItemPrices(item, hasTaxInPrices)
  const giftOption = fulfillment?.packing?.giftOption
  return {
    ASIN: product.asin ?? '',
    SellerSKU: product.sellerSku,
    OrderItemId: item.orderItemId,
    Title: product.title,
    QuantityOrdered: item.quantityOrdered,
    QuantityShipped: fulfillment?.quantityFulfilled ?? 0,
    ProductInfo: { NumberOfItems: '1' },
    ItemPrice: v0Money(prices.item),
    ItemTax: v0Money(prices.itemTax),
    ShippingPrice: v0Money(prices.shipping),
    ShippingTax: v0Money(prices.shippingTax),
    PromotionDiscount: v0Money(prices.discount),
    ShippingDiscount: v0Money(prices.shippingDiscount),
    CODFee: v0Money(prices.codFee),
    PromotionIds: item.promotion?.breakdowns?.map((promotion) => promotion.promotionId),
    IsGift: giftOption === undefined ? 'false' : 'true',
    ConditionId: product.condition?.conditionType,
    ConditionSubtypeId: product.condition?.conditionSubtype,
    IsTransparency: false,
    SerialNumberRequired: false,
    BuyerInfo:
      giftOption === undefined || !showsBuyer
        ? undefined
        : {
            GiftWrapPrice: v0Money(prices.giftWrap),
            GiftWrapTax: v0Money(prices.giftWrapTax),
            GiftMessageText: giftOption.giftMessage,
            GiftWrapLevel: giftOption.giftWrapLevel,
          },
    BuyerRequestedCancel: {
      IsBuyerRequestedCancel: cancellation?.cancellationRequest?.requester === 'BUYER' ? 'true' : 'false',
      BuyerCancelReason: cancellation?.cancellationRequest?.cancelReason ?? '',
    },
  }
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
