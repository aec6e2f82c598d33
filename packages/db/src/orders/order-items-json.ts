import { parseCurrency, parseDecimal, type OrderItem } from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import { storedCount, storedRecords, storedText, type StoredRecord } from '../columns/stored-value.ts'
import { readCancelled } from './details-json.ts'
import type { Prisma } from '../generated/client.ts'

/**
 * Returns the items as the column `products` stores them. Another service still reads the column: for it, each item has
 * `qty`, and `price` as a JSON number. We read back `unitPrice`, the exact decimal.
 */
export function writeOrderItems(items: readonly OrderItem[]): Prisma.InputJsonArray {
  return items.map(({ price, ...item }) =>
    storableRecord({
      ...item,
      qty: item.quantity,
      price: price === null ? null : Number(price),
      unitPrice: price,
    }),
  )
}

/** Returns the items in a `products` value of ours or of an earlier service. Skips entries that are not objects. */
export function readOrderItems(value: unknown): readonly OrderItem[] {
  return storedRecords(value).map((item) => readOrderItem(item))
}

function readOrderItem(item: StoredRecord): OrderItem {
  return {
    orderItemId: storedText(item['orderItemId']),
    name: storedText(item['name']) ?? storedText(item['title']),
    sku: storedText(item['sku']),
    asin: storedText(item['asin']),
    quantity: readQuantity(item),
    quantityShipped: storedCount(item['quantityShipped']),
    price: parseDecimal(item['unitPrice']) ?? parseDecimal(item['price']),
    lineTotal: parseDecimal(item['lineTotal']),
    currency: parseCurrency(item['currency']),
    cancellation: readCancelled(item['cancellation']),
  }
}

/** An item without a quantity stands for one unit, because 0 would mean a cancelled item; an unreadable one is null. */
function readQuantity({ quantity, qty }: StoredRecord): number | null {
  if (quantity === undefined && (qty === undefined || qty === null)) return 1
  return storedCount(quantity) ?? storedCount(qty)
}
