import type { OrderItem } from '@orderport/domain'
import { exactUnitPrice } from '../mapping/exact-unit-price.ts'
import type { AnsweredItem } from './answer-schema.ts'

/** An item without a readable quantity counts 0 units, as cancelled items do. */
export function toOrderItem(item: AnsweredItem): OrderItem {
  const quantity = item.quantityOrdered ?? 0
  const unitPrice = item.product?.price?.unitPrice ?? null
  const total = item.proceeds?.proceedsTotal ?? null
  const lineTotal = total?.amount ?? null
  return {
    orderItemId: item.orderItemId,
    name: item.product?.title ?? null,
    sku: item.product?.sellerSku ?? null,
    asin: item.product?.asin ?? null,
    quantity,
    quantityShipped: item.fulfillment?.quantityFulfilled ?? null,
    price: unitPrice?.amount ?? (lineTotal === null ? null : exactUnitPrice(lineTotal, quantity)),
    lineTotal,
    currency: unitPrice?.currencyCode ?? total?.currencyCode ?? null,
  }
}
