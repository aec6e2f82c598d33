import { parseDecimal, type OrderItem } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { storableRecord } from './storable.ts'
import { storedCount, storedRecords, storedText, type StoredRecord } from './stored-value.ts'

/**
 * The lines as the column `products` keeps them. Another service still reads the column: for it each line has `qty`, and
 * `price` as a JSON number. `unitPrice` holds the exact decimal, which is the one that we read back.
 */
export function writeOrderLines(lines: readonly OrderItem[]): Prisma.InputJsonArray {
  return lines.map(({ price, ...line }) =>
    storableRecord({
      ...line,
      qty: line.quantity,
      price: price === null ? null : Number(price),
      unitPrice: price,
    }),
  )
}

/** The lines in a `products` value of ours or of the services before us; what is no line is left out. */
export function readOrderLines(value: unknown): readonly OrderItem[] {
  return storedRecords(value).map((line) => readOrderLine(line))
}

function readOrderLine(line: StoredRecord): OrderItem {
  return {
    orderItemId: storedText(line['orderItemId']),
    name: storedText(line['name']) ?? storedText(line['title']),
    sku: storedText(line['sku']),
    asin: storedText(line['asin']),
    // A line that says nothing of its quantity stands for one unit: 0 would mean a cancelled line.
    quantity: storedCount(line['quantity']) ?? storedCount(line['qty']) ?? 1,
    quantityShipped: storedCount(line['quantityShipped']),
    price: parseDecimal(line['unitPrice']) ?? parseDecimal(line['price']),
    lineTotal: parseDecimal(line['lineTotal']),
    currency: storedText(line['currency']),
  }
}
