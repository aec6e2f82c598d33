import type { OrderItem } from '@orderport/domain'
import { unitPriceOf } from '../mapping/unit-price.ts'
import type { AnsweredItem } from './answer-schema.ts'

/**
 * v0 has no unit price: `ItemPrice` is the price of all units, without shipping and gift wrap. Nor does it say who
 * cancelled an item.
 */
export function toOrderItem(item: AnsweredItem): OrderItem {
  const quantity = item.QuantityOrdered
  const lineTotal = item.ItemPrice?.Amount ?? null
  const currency = item.ItemPrice?.CurrencyCode ?? null
  return {
    orderItemId: item.OrderItemId,
    name: item.Title,
    sku: item.SellerSKU,
    asin: item.ASIN,
    quantity,
    quantityShipped: item.QuantityShipped,
    price: lineTotal === null ? null : unitPriceOf(lineTotal, quantity, currency),
    lineTotal,
    currency,
    cancellation: null,
  }
}
