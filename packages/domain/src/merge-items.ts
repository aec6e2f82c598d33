import type { OrderFacts, OrderItem, OrderPackage } from './order.ts'
import { overlay, overlayByKey } from './overlay.ts'

/** Items of both answers, the newer one's values over the known ones; none with a key is dropped. */
export function mergeItems(known: readonly OrderItem[], fetched: readonly OrderItem[]): readonly OrderItem[] {
  if (fetched.length === 0) return known
  const before = known.filter((item) => item.orderItemId !== null)
  const merged = overlayByKey(before, fetched, (item) => item.orderItemId, overlayItem)
  const keys = new Set(merged.map((item) => item.orderItemId))
  return [...merged, ...before.filter((item) => !keys.has(item.orderItemId))]
}

/** Price, total and currency of an item are one value: in another currency, the known amounts go. */
function overlayItem(known: OrderItem, newer: OrderItem): OrderItem {
  const isSameCurrency = known.currency === null || newer.currency === null || known.currency === newer.currency
  return overlay(isSameCurrency ? known : { ...known, price: null, lineTotal: null, currency: null }, newer)
}

/** The newer list of packages. A package has its status since the first answer that gave it. */
export function mergePackages(
  known: readonly OrderPackage[],
  { packages, sourceUpdatedAt }: OrderFacts,
): readonly OrderPackage[] {
  if (packages.length === 0) return known
  const fetched = packages.map((shipped) => ({
    ...shipped,
    statusSince: shipped.status === null ? null : (shipped.statusSince ?? sourceUpdatedAt),
  }))
  return overlayByKey(known, fetched, packageKey, (before, newer) => ({
    ...overlay(before, newer),
    statusSince:
      newer.status === null || before.status === newer.status
        ? (before.statusSince ?? newer.statusSince)
        : newer.statusSince,
    contents: newer.contents.length === 0 ? before.contents : newer.contents,
  }))
}

function packageKey({ packageReferenceId, trackingCode }: OrderPackage): string | null {
  if (packageReferenceId !== null) return `package ${packageReferenceId}`
  return trackingCode === null ? null : `code ${trackingCode}`
}
