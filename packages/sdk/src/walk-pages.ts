import type { Order, OrderPage } from './generated/router.gen.ts'
import { OrderportError } from './orderport-error.ts'

/** The orders of page after page, each page asked for when the one before is used up. Throws rather than go in circles. */
export async function* walkPages(
  pageAfter: (cursor: string | null) => Promise<OrderPage>,
): AsyncGenerator<Order, void, undefined> {
  let cursor: string | null = null
  do {
    const page: OrderPage = await pageAfter(cursor)
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

/** Whether an answer has what leads from page to page. */
function isPage(page: unknown): boolean {
  if (typeof page !== 'object' || page === null || !('orders' in page && 'pagination' in page)) return false
  const { orders, pagination } = page
  if (!Array.isArray(orders) || typeof pagination !== 'object' || pagination === null) return false
  return 'nextCursor' in pagination && (pagination.nextCursor === null || typeof pagination.nextCursor === 'string')
}
