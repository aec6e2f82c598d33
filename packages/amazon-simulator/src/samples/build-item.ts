import type { AmazonFulfillmentStatus, AmazonMoney, AmazonOrderItem } from '../amazon-order.ts'
import { timesAmount } from '../money.ts'
import { buildProceeds, type PriceSpec } from './build-proceeds.ts'

export interface ItemSpec extends PriceSpec {
  readonly title: string
  readonly asin: string
  readonly sku: string
  /** Units ordered; 0 for a cancelled item. */
  readonly quantity: number
  /** The price of one unit, as the buyer sees it. Without one, `subtotal` says what all units cost. */
  readonly unitPrice?: string
  /** What the units cost together. Default: the unit price times the quantity. */
  readonly subtotal?: string
  /** Units shipped. Default: all of them in a shipped order, else none. */
  readonly shipped?: number
  /** Who cancelled the item, and why. A buyer did so by a request. */
  readonly cancelled?: { readonly by: 'BUYER' | 'MERCHANT' | 'AMAZON'; readonly reason: string }
  /** Why the buyer asks to cancel the item, which nobody did so far. */
  readonly cancelRequest?: string
  readonly giftMessage?: string
  /** Default: the order's. */
  readonly currency?: string
}

export interface ItemContext {
  readonly orderId: string
  readonly position: number
  readonly status: AmazonFulfillmentStatus
  readonly marketplaceId: string
  readonly currency: string
  /** Whether there is anything to pay yet. */
  readonly isPriced: boolean
}

/** Returns an order item in Amazon's 2026-01-01 shape. An item of no units has neither price nor proceeds. */
export function buildItem(spec: ItemSpec, context: ItemContext): AmazonOrderItem {
  const { quantity, unitPrice, currency = context.currency } = spec
  const shipped = spec.shipped ?? (context.status === 'SHIPPED' ? quantity : 0)
  const isPriced = context.isPriced && quantity > 0
  const goods = spec.subtotal ?? (unitPrice === undefined ? undefined : timesAmount(unitPrice, quantity))
  const price: AmazonMoney | undefined =
    isPriced && unitPrice !== undefined ? { amount: unitPrice, currencyCode: currency } : undefined
  return {
    orderItemId: sampleItemId(context.orderId, context.position),
    quantityOrdered: quantity,
    measurement: { unit: 'COUNT', value: 1 },
    product: {
      asin: spec.asin,
      title: spec.title,
      sellerSku: spec.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW', conditionNote: '' },
      ...(price === undefined ? {} : { price: { unitPrice: price } }),
    },
    ...(isPriced && goods !== undefined
      ? { proceeds: buildProceeds(goods, spec, { currency, marketplaceId: context.marketplaceId }) }
      : {}),
    ...(spec.discount === undefined ? {} : { promotion: { breakdowns: [{ promotionId: spec.discount.promotionId }] } }),
    ...cancellationOf(spec),
    fulfillment: {
      quantityFulfilled: shipped,
      quantityUnfulfilled: quantity - shipped,
      ...packingOf(spec),
    },
  }
}

/** Returns the id of an order's item: fourteen digits made from the order's id and the item's position. */
export function sampleItemId(orderId: string, position: number): string {
  return orderId.replaceAll('-', '').slice(-12) + String(position + 1).padStart(2, '0')
}

function cancellationOf({ cancelled, cancelRequest }: ItemSpec): Pick<AmazonOrderItem, 'cancellation'> {
  const requested = cancelled?.by === 'BUYER' ? cancelled.reason : cancelRequest
  if (cancelled === undefined && requested === undefined) return {}
  return {
    cancellation: {
      ...(requested === undefined ? {} : { cancellationRequest: { requester: 'BUYER', cancelReason: requested } }),
      ...(cancelled === undefined
        ? {}
        : { cancellationExecution: { cancelledBy: cancelled.by, cancelReason: cancelled.reason } }),
    },
  }
}

function packingOf({ giftMessage, giftWrap }: ItemSpec): Pick<NonNullable<AmazonOrderItem['fulfillment']>, 'packing'> {
  if (giftMessage === undefined && giftWrap === undefined) return {}
  return {
    packing: {
      giftOption: {
        ...(giftMessage === undefined ? {} : { giftMessage }),
        ...(giftWrap === undefined ? {} : { giftWrapLevel: giftWrap.level }),
      },
    },
  }
}
