import { multiplyDecimal, type OrderItem, parseDecimal } from '@orderport/domain'
import { sumIn } from '../mapping/charges.ts'
import { unitPriceOf } from '../mapping/unit-price.ts'
import type { AnsweredItem } from './answer-schema.ts'
import { toItemCancellation } from './cancellation.ts'

export function toOrderItem(item: AnsweredItem): OrderItem {
  return {
    orderItemId: item.orderItemId,
    name: item.product?.title ?? null,
    sku: item.product?.sellerSku ?? null,
    asin: item.product?.asin ?? null,
    quantity: item.quantityOrdered,
    quantityShipped: item.fulfillment?.quantityFulfilled ?? null,
    ...amountsOf(item),
    cancellation: toItemCancellation(item),
  }
}

/**
 * What the units cost is the ITEM part of the line's proceeds; the whole of them holds shipping, tax and discounts too.
 * A unit price in another currency than that is left out, so that both amounts have one currency.
 */
function amountsOf({
  product,
  proceeds,
  quantityOrdered,
}: AnsweredItem): Pick<OrderItem, 'price' | 'lineTotal' | 'currency'> {
  const unit = product?.price?.unitPrice ?? null
  const parts = (proceeds?.breakdowns ?? []).flatMap(({ type, subtotal }) => (type === 'ITEM' ? [subtotal] : []))
  const partsCurrency = parts.find((money) => money?.currencyCode)?.currencyCode ?? null
  const currency = partsCurrency ?? unit?.currencyCode ?? proceeds?.proceedsTotal?.currencyCode ?? null
  const lineTotal = sumIn(currency, parts)
  const unitPrice = unit?.currencyCode === null || unit?.currencyCode === currency ? unit.amount : null
  if (lineTotal === null) return { price: unitPrice, lineTotal: timesUnits(unitPrice, quantityOrdered), currency }
  return { price: unitPrice ?? unitPriceOf(lineTotal, quantityOrdered, currency), lineTotal, currency }
}

/** Null without units: what a cancelled item would have cost isn't zero. */
function timesUnits(unitPrice: string | null, quantity: number | null): string | null {
  return unitPrice === null || quantity === null || quantity === 0
    ? null
    : parseDecimal(multiplyDecimal(unitPrice, quantity))
}
