import type { AmazonOrder } from '../amazon-order.ts'
import type { StoredSeller } from '../seller.ts'

/** Which orders a search is for. Times are milliseconds since 1970, both included. */
export interface OrderSearch {
  readonly by: 'created' | 'updated'
  readonly after: number
  readonly before: number
  /** Null where all are meant, as in the next two. */
  readonly marketplaceIds: readonly string[] | null
  readonly statuses: readonly string[] | null
  readonly fulfilledBy: readonly string[] | null
}

/** The last order of a page. */
export interface PageCursor {
  readonly time: number
  readonly orderId: string
}

export interface OrderPage {
  readonly orders: readonly AmazonOrder[]
  /** Where the next page begins; null on the last page. */
  readonly next: PageCursor | null
}

/** Returns the page after `cursor`: the oldest orders first, by the time that the search is by, then by their ids. */
export function orderPage(
  seller: StoredSeller,
  search: OrderSearch,
  cursor: PageCursor | null,
  size: number,
): OrderPage {
  // One more than fits shows whether there is a next page.
  const first: PageCursor[] = []
  const rest = { ...search, after: Math.max(search.after, cursor?.time ?? search.after) }
  seller.eachOrderTime(rest, (time, orderId) => {
    const entry = { time, orderId }
    if (cursor !== null && compare(entry, cursor) <= 0) return true
    const last = first.at(-1)
    if (first.length > size && last !== undefined && compare(entry, last) > 0) return false
    if (isFiltered(search) && !matches(seller.order(orderId), search)) return true
    insert(first, entry)
    if (first.length > size + 1) first.pop()
    return true
  })
  const shown = first.slice(0, size)
  return {
    orders: shown.flatMap(({ orderId }) => seller.order(orderId) ?? []),
    next: first.length > size ? (shown.at(-1) ?? null) : null,
  }
}

function compare(one: PageCursor, other: PageCursor): number {
  return one.time - other.time || (one.orderId < other.orderId ? -1 : one.orderId === other.orderId ? 0 : 1)
}

/** Orders come nearly sorted, so the place is looked for from the end. */
function insert(sorted: PageCursor[], entry: PageCursor): void {
  const before = sorted.findLastIndex((other) => compare(other, entry) <= 0)
  sorted.splice(before + 1, 0, entry)
}

function isFiltered({ marketplaceIds, statuses, fulfilledBy }: OrderSearch): boolean {
  return marketplaceIds !== null || statuses !== null || fulfilledBy !== null
}

function matches(order: AmazonOrder | undefined, { marketplaceIds, statuses, fulfilledBy }: OrderSearch): boolean {
  return (
    isOneOf(marketplaceIds, order?.salesChannel.marketplaceId) &&
    isOneOf(statuses, order?.fulfillment?.fulfillmentStatus) &&
    isOneOf(fulfilledBy, order?.fulfillment?.fulfilledBy)
  )
}

function isOneOf(values: readonly string[] | null, value: string | undefined): boolean {
  return values === null || (value !== undefined && values.includes(value))
}
