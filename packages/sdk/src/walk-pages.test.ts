import { describe, expect, it } from 'vitest'
import { emptyPage, success, type Seen } from './testing/fake-service.ts'
import { errorOf, openClient } from './testing/open-client.ts'

/** Three pages of two orders, of which each names the next one. */
function pages(seen: Seen): Response {
  return success(seen, (input) => {
    const cursor = input !== null && typeof input === 'object' && 'cursor' in input ? Number(input.cursor) : 0
    const orders = [0, 1].map((offset) => ({ id: `order-${cursor * 2 + offset}` }))
    return {
      ...emptyPage,
      orders,
      pagination: { ...emptyPage.pagination, nextCursor: cursor < 2 ? String(cursor + 1) : null },
    }
  })
}

describe('walking through all orders', () => {
  it('gives the orders of every page in their order, with the filter on each page', async () => {
    const { orders, requests } = openClient(pages)
    const seen: string[] = []
    for await (const { id } of orders.iterate({ status: 'Shipped', limit: 2 })) seen.push(id)
    expect(seen).toEqual(['order-0', 'order-1', 'order-2', 'order-3', 'order-4', 'order-5'])
    expect(requests.map(({ calls }) => calls[0]?.input)).toEqual([
      { status: 'Shipped', limit: 2, cursor: null },
      { status: 'Shipped', limit: 2, cursor: '1' },
      { status: 'Shipped', limit: 2, cursor: '2' },
    ])
  })

  it('asks for no page that nobody reads', async () => {
    const { orders, requests } = openClient(pages)
    for await (const { id } of orders.iterate()) if (id === 'order-2') break
    expect(requests).toHaveLength(2)
  })

  it.each([
    null,
    5,
    {},
    { orders: [] },
    { ...emptyPage, orders: null },
    { ...emptyPage, pagination: { nextCursor: 5 } },
  ])('throws for what is no page: %j', async (page) => {
    const { orders } = openClient((seen) => success(seen, () => page))
    expect((await errorOf(orders.iterate().next())).code).toBe('UNREADABLE_ANSWER')
  })

  it('throws rather than go in circles', async () => {
    const { orders, requests } = openClient((seen) =>
      success(seen, () => ({ ...emptyPage, pagination: { ...emptyPage.pagination, nextCursor: 'again' } })),
    )
    const walk = async () => {
      for await (const order of orders.iterate()) expect(order).toBeUndefined()
    }
    const error = await errorOf(walk())
    expect(error.code).toBe('UNREADABLE_ANSWER')
    expect(requests).toHaveLength(2)
  })
})
