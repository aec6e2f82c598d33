import { orderStatuses, type OrderStatus } from '@orderport/domain'

/** Statuses by their spelling without case and underscores. Amazon's newer spelling of Canceled has one more letter. */
const statusOf: ReadonlyMap<string, OrderStatus> = new Map([
  ...orderStatuses.map((status): [string, OrderStatus] => [folded(status), status]),
  ['cancelled', 'Canceled'],
])

/**
 * Returns a stored status, or `Unknown`. The legacy service also writes Amazon's newer spellings: `SHIPPED`,
 * `PARTIALLY_SHIPPED`, `CANCELLED`.
 */
export function storedStatus(value: unknown): OrderStatus {
  return (typeof value === 'string' ? statusOf.get(folded(value)) : undefined) ?? 'Unknown'
}

/** Returns the folded spellings of these statuses, as `foldedStatusSql` produces them. */
export function foldedSpellings(statuses: readonly OrderStatus[]): readonly string[] {
  return [...statusOf].filter(([, status]) => statuses.includes(status)).map(([spelling]) => spelling)
}

/** Folds a row's status in SQL, as `folded` does here. The collation "C" is fast, and folds ASCII only. */
export const foldedStatusSql = `replace(lower(btrim(orders.status) COLLATE "C"), '_', '')`

function folded(text: string): string {
  return text
    .replaceAll(/^ +| +$/g, '')
    .replaceAll('_', '')
    .toLowerCase()
}
