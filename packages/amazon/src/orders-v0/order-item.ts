import type { OrderItem } from '@orderport/domain'
import { exactUnitPrice } from '../mapping/exact-unit-price.ts'
import type { AnsweredItem } from './answer-schema.ts'

/**
 * v0 has no unit price: `ItemPrice` is the price of all units, without shipping and gift wrap. An item without a
 * readable quantity counts 0 units, as cancelled items do.
 */
export function toOrderItem(item: AnsweredItem): OrderItem {
  const quantity = item.QuantityOrdered ?? 0
  const lineTotal = item.ItemPrice?.Amount ?? null
  return {
    orderItemId: item.OrderItemId,
    name: item.Title,
    sku: item.SellerSKU,
    asin: item.ASIN,
    quantity,
    quantityShipped: item.QuantityShipped,
    price: lineTotal === null ? null : exactUnitPrice(lineTotal, quantity),
    lineTotal,
    currency: item.ItemPrice?.CurrencyCode ?? null,
  }
}
