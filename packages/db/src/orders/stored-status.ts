import { orderStatuses, type OrderStatus } from '@orderport/domain'

/** Statuses by their spelling without case and underscores; Amazon's newer spelling of one has another letter. */
const statusOf: ReadonlyMap<string, OrderStatus> = new Map([
  ...orderStatuses.map((status): [string, OrderStatus] => [folded(status), status]),
  ['cancelled', 'Canceled'],
])

/** A stored status. The service before us writes Amazon's newer spellings too: `SHIPPED`, `PARTIALLY_SHIPPED`, `CANCELLED`. */
export function storedStatus(value: unknown): OrderStatus {
  return (typeof value === 'string' ? statusOf.get(folded(value)) : undefined) ?? 'Unknown'
}

/** What `foldedStatusSql` makes of every stored spelling of these statuses. */
export function foldedSpellings(statuses: readonly OrderStatus[]): readonly string[] {
  return [...statusOf].filter(([, status]) => statuses.includes(status)).map(([spelling]) => spelling)
}

/** The same folding in SQL; the collation "C" is the fast one, and folds ASCII alone. */
export const foldedStatusSql = `replace(lower(btrim(orders.status) COLLATE "C"), '_', '')`

function folded(text: string): string {
  return text
    .replaceAll(/^ +| +$/g, '')
    .replaceAll('_', '')
    .toLowerCase()
}
