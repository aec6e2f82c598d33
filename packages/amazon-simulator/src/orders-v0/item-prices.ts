import type { AmazonMoney, AmazonOrderItem } from '../amazon-order.ts'
import { negated, sumAmounts, timesAmount } from '../money.ts'

/** An item's amounts as v0 tells them: positive, each part by itself; undefined where there is none. */
export interface V0ItemPrices {
  readonly item: AmazonMoney | undefined
  readonly itemTax: AmazonMoney | undefined
  readonly shipping: AmazonMoney | undefined
  readonly shippingTax: AmazonMoney | undefined
  readonly giftWrap: AmazonMoney | undefined
  readonly giftWrapTax: AmazonMoney | undefined
  readonly discount: AmazonMoney | undefined
  readonly shippingDiscount: AmazonMoney | undefined
  readonly codFee: AmazonMoney | undefined
}

/**
 * Returns the v0 amounts of a 2026-01-01 item. Where the marketplace's prices include the tax, v0 tells them with it,
 * even if the newer version tells prices and tax apart. A discount is negative in the newer version only.
 */
export function v0ItemPrices(item: AmazonOrderItem, hasTaxInPrices: boolean): V0ItemPrices {
  const isTaxMissing = hasTaxInPrices && isTaxApart(item)
  const itemTax = detail(item, 'TAX', 'ITEM') ?? taxWithoutDetails(item)
  const shippingTax = detail(item, 'TAX', 'SHIPPING')
  const giftWrapTax = detail(item, 'TAX', 'GIFT_WRAP')
  const priceWith = (price: AmazonMoney | undefined, tax: AmazonMoney | undefined): AmazonMoney | undefined =>
    isTaxMissing ? plus(price, tax) : price
  const shippingDiscount = positive(detail(item, 'DISCOUNT', 'SHIPPING'))
  return {
    item: itemPrice(item, (net) => priceWith(net, itemTax)),
    itemTax,
    shipping: priceWith(subtotal(item, 'SHIPPING'), shippingTax),
    shippingTax,
    giftWrap: priceWith(subtotal(item, 'GIFT_WRAP'), giftWrapTax),
    giftWrapTax,
    discount: plus(positive(subtotal(item, 'DISCOUNT')), negative(shippingDiscount)),
    shippingDiscount,
    codFee: subtotal(item, 'COD_FEE'),
  }
}

/** What the units cost together. Undefined in a pending or cancelled order: unknown, or there is nothing left to pay. */
function itemPrice(
  item: AmazonOrderItem,
  withTax: (net: AmazonMoney) => AmazonMoney | undefined,
): AmazonMoney | undefined {
  if (item.quantityOrdered === 0 || item.proceeds === undefined) return undefined
  const net = subtotal(item, 'ITEM')
  if (net !== undefined) return withTax(net)
  const unit = item.product.price?.unitPrice
  return unit === undefined ? undefined : { ...unit, amount: timesAmount(unit.amount, item.quantityOrdered) }
}

function subtotal(item: AmazonOrderItem, type: string): AmazonMoney | undefined {
  return breakdown(item, type)?.subtotal
}

function detail(item: AmazonOrderItem, type: string, subtype: string): AmazonMoney | undefined {
  return breakdown(item, type)?.detailedBreakdowns?.find((part) => part.subtype === subtype)?.value
}

/** True where an item's total is that of its other parts and the tax; false where they hold it already. */
function isTaxApart({ proceeds }: AmazonOrderItem): boolean {
  const total = proceeds?.proceedsTotal?.amount
  const parts = proceeds?.breakdowns?.map(({ type, subtotal }) =>
    type === 'DISCOUNT' ? negated(positive(subtotal)?.amount ?? '0') : subtotal.amount,
  )
  if (total === undefined || parts === undefined) return false
  return /^-?[0.]+$/.test(sumAmounts([...parts, negated(total)]))
}

/** Tax that isn't split counts as the units'. */
function taxWithoutDetails(item: AmazonOrderItem): AmazonMoney | undefined {
  const tax = breakdown(item, 'TAX')
  return tax?.detailedBreakdowns === undefined ? tax?.subtotal : undefined
}

function breakdown(item: AmazonOrderItem, type: string) {
  return item.proceeds?.breakdowns?.find((part) => part.type === type)
}

function plus(one: AmazonMoney | undefined, other: AmazonMoney | undefined): AmazonMoney | undefined {
  if (one === undefined || other === undefined) return one
  return { ...one, amount: sumAmounts([one.amount, other.amount]) }
}

function positive(money: AmazonMoney | undefined): AmazonMoney | undefined {
  return money?.amount.startsWith('-') === true ? negative(money) : money
}

function negative(money: AmazonMoney | undefined): AmazonMoney | undefined {
  return money === undefined ? undefined : { ...money, amount: negated(money.amount) }
}
