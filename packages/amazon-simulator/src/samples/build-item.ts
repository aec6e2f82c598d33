import type { AmazonBreakdown, AmazonFulfillmentStatus, AmazonMoney, AmazonOrderItem } from '../amazon-order.ts'
import { sumAmounts, timesAmount } from '../money.ts'

export interface ItemSpec {
  readonly title: string
  readonly asin: string
  readonly sku: string
  /** Units ordered; 0 in a cancelled order. */
  readonly quantity: number
  /** The price of one unit, in the order's currency. */
  readonly unitPrice: string
  /** What the buyer paid to have this item shipped. */
  readonly shipping?: string
  /** Units shipped. Default: all of them in a shipped order, else none. */
  readonly shipped?: number
  /** Why the buyer cancelled the item. */
  readonly cancelReason?: string
  readonly giftMessage?: string
}

export interface ItemContext {
  readonly orderId: string
  readonly position: number
  readonly status: AmazonFulfillmentStatus
  readonly currency: string
  /** Whether there is anything to pay yet. */
  readonly isPriced: boolean
}

/** Returns an order item in Amazon's 2026-01-01 shape. */
export function buildItem(spec: ItemSpec, context: ItemContext): AmazonOrderItem {
  const shipped = spec.shipped ?? (context.status === 'SHIPPED' ? spec.quantity : 0)
  return {
    orderItemId: sampleItemId(context.orderId, context.position),
    quantityOrdered: spec.quantity,
    measurement: { unit: 'COUNT', value: 1 },
    product: {
      asin: spec.asin,
      title: spec.title,
      sellerSku: spec.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW', conditionNote: '' },
      ...(context.isPriced ? { price: { unitPrice: money(spec.unitPrice, context) } } : {}),
    },
    ...(context.isPriced ? { proceeds: proceedsOf(spec, context) } : {}),
    ...(spec.cancelReason === undefined ? {} : { cancellation: cancellationOf(spec.cancelReason) }),
    fulfillment: {
      quantityFulfilled: shipped,
      quantityUnfulfilled: spec.quantity - shipped,
      ...(spec.giftMessage === undefined ? {} : { packing: { giftOption: { giftMessage: spec.giftMessage } } }),
    },
  }
}

/** Returns the id of an order's item: fourteen digits made from the order's id and the item's position. */
export function sampleItemId(orderId: string, position: number): string {
  return orderId.replaceAll('-', '').slice(-12) + String(position + 1).padStart(2, '0')
}

function proceedsOf(spec: ItemSpec, context: ItemContext): NonNullable<AmazonOrderItem['proceeds']> {
  const goods = timesAmount(spec.unitPrice, spec.quantity)
  const breakdowns: AmazonBreakdown[] = [{ type: 'ITEM', subtotal: money(goods, context) }]
  if (spec.shipping !== undefined) breakdowns.push({ type: 'SHIPPING', subtotal: money(spec.shipping, context) })
  const total = sumAmounts(breakdowns.map((part) => part.subtotal.amount))
  return { proceedsTotal: money(total, context), breakdowns }
}

function cancellationOf(cancelReason: string): NonNullable<AmazonOrderItem['cancellation']> {
  return {
    cancellationRequest: { requester: 'BUYER', cancelReason },
    cancellationExecution: { cancelledBy: 'BUYER', cancelReason },
  }
}

function money(amount: string, { currency }: ItemContext): AmazonMoney {
  return { amount, currencyCode: currency }
}
