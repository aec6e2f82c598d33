import type { OrderItem } from '@orderport/domain'
import type { AnsweredItemV0 } from './answer-schema.ts'
import { exactUnitPrice } from '../mapping/exact-unit-price.ts'

/**
 * One order line. v0 gives no unit price: `ItemPrice` is that of all units, without shipping and gift wrap. A line without
 * a readable quantity counts 0 units, as cancelled lines do.
 */
export function toOrderLineV0(item: AnsweredItemV0): OrderItem {
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
