import type { Order, OrderPage } from './generated/router.gen.ts'
import { OrderportError } from './orderport-error.ts'

/** Yields the orders of all pages; each page is fetched when the one before is used up. Throws if a page repeats. */
export async function* walkPages(
  fetchPage: (cursor: string | null) => Promise<OrderPage>,
): AsyncGenerator<Order, void, undefined> {
  let cursor: string | null = null
  do {
    const page: OrderPage = await fetchPage(cursor)
    if (!isPage(page)) {
      throw new OrderportError({ code: 'UNREADABLE_ANSWER', message: 'The answer is not a page of orders.' })
    }
    const { orders, pagination } = page
    yield* orders
    if (pagination.nextCursor !== null && pagination.nextCursor === cursor) {
      throw new OrderportError({ code: 'UNREADABLE_ANSWER', message: 'The next page is the same page again.' })
    }
    cursor = pagination.nextCursor
  } while (cursor !== null)
}

/** Whether a value has the orders and the cursor of a page. */
function isPage(page: unknown): boolean {
  if (typeof page !== 'object' || page === null || !('orders' in page && 'pagination' in page)) return false
  const { orders, pagination } = page
  if (!Array.isArray(orders) || typeof pagination !== 'object' || pagination === null) return false
  return 'nextCursor' in pagination && (pagination.nextCursor === null || typeof pagination.nextCursor === 'string')
}
