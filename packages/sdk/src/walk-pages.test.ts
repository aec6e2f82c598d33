import { describe, expect, it } from 'vitest'
import { emptyPage, success, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

/** Three pages of two orders each. */
function pages(request: ReceivedRequest): Response {
  return success(request, (input) => {
    const cursor = input !== null && typeof input === 'object' && 'cursor' in input ? Number(input.cursor) : 0
    const orders = [0, 1].map((offset) => ({ id: `order-${cursor * 2 + offset}` }))
    return {
      ...emptyPage,
      orders,
      pagination: { ...emptyPage.pagination, nextCursor: cursor < 2 ? String(cursor + 1) : null },
    }
  })
}

describe('iterating over all orders', () => {
  it('yields the orders of all pages in order, and sends the filter for each page', async () => {
    const { orders, requests } = openClient(pages)
    const ids: string[] = []
    for await (const { id } of orders.iterate({ status: 'Shipped', limit: 2 })) ids.push(id)
    expect(ids).toEqual(['order-0', 'order-1', 'order-2', 'order-3', 'order-4', 'order-5'])
    expect(requests.map(({ calls }) => calls[0]?.input)).toEqual([
      { status: 'Shipped', limit: 2, cursor: null },
      { status: 'Shipped', limit: 2, cursor: '1' },
      { status: 'Shipped', limit: 2, cursor: '2' },
    ])
  })

  it('does not fetch pages that nobody reads', async () => {
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
  ])('throws for a response that is not a page: %j', async (page) => {
    const { orders } = openClient((request) => success(request, () => page))
    expect((await expectFailure(orders.iterate().next())).code).toBe('UNREADABLE_ANSWER')
  })

  it('throws when a page repeats', async () => {
    const { orders, requests } = openClient((request) =>
      success(request, () => ({ ...emptyPage, pagination: { ...emptyPage.pagination, nextCursor: 'again' } })),
    )
    const walk = async () => {
      for await (const order of orders.iterate()) expect(order).toBeUndefined()
    }
    const error = await expectFailure(walk())
    expect(error.code).toBe('UNREADABLE_ANSWER')
    expect(requests).toHaveLength(2)
  })
})
