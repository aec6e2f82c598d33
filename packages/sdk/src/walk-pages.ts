import type { Order, OrderPage } from './generated/router.gen.ts'
import { OrderportError } from './orderport-error.ts'

/** The orders of page after page, each page asked for when the one before is used up. Throws rather than go in circles. */
export async function* walkPages(
  pageAfter: (cursor: string | null) => Promise<OrderPage>,
): AsyncGenerator<Order, void, undefined> {
  let cursor: string | null = null
  do {
    const { orders, pagination }: OrderPage = await pageAfter(cursor)
    yield* orders
    if (pagination.nextCursor !== null && pagination.nextCursor === cursor) {
      throw new OrderportError({ code: 'UNREADABLE_ANSWER', message: 'The next page is the same page again.' })
    }
    cursor = pagination.nextCursor
  } while (cursor !== null)
}
