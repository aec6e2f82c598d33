import { describe, expect, it } from 'vitest'
import { referenceOrder } from '../samples/reference-order.ts'
import { manualClock, openShop, type Shop } from '../testing/open-shop.ts'
import { searchPage } from '../testing/search-page.ts'

const path = '/orders/2026-01-01/orders'
const hour = 3_600_000

async function openSearch() {
  const clock = manualClock()
  const shop = await openShop({ now: clock.now })
  shop.simulator.usagePlans.switchOff()
  const token = await shop.token()
  const search = (query: Readonly<Record<string, string>>) =>
    shop.call(`${path}?${new URLSearchParams(query).toString()}`, token)
  return { shop, clock, token, search, [Symbol.asyncDispose]: () => shop.simulator.close() }
}

function putOrders(shop: Shop, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const createdTime = `2026-01-01T00:${String(index).padStart(2, '0')}:00Z`
    shop.seller.putOrder({ ...referenceOrder(), orderId: `404-0000000-000000${index}`, createdTime })
  }
}

const january = { createdAfter: '2026-01-01T00:00:00Z', createdBefore: '2026-01-02T00:00:00Z' }

describe('a search', () => {
  it('gives the orders of a window in pages, the oldest first, and repeats its end', async () => {
    await using fixture = await openSearch()
    const { shop, search } = fixture
    putOrders(shop, 5)
    const first = await searchPage(await search({ ...january, maxResultsPerPage: '3' }))
    expect(first.body).toMatchObject({ createdBefore: '2026-01-02T00:00:00.000Z' })
    expect(first.orderIds.map((id) => id.at(-1))).toEqual(['0', '1', '2'])
    const paginationToken = first.nextToken ?? ''
    const second = await searchPage(await search({ ...january, maxResultsPerPage: '3', paginationToken }))
    expect(second.orderIds.map((id) => id.at(-1))).toEqual(['3', '4'])
    expect(second.nextToken).toBeNull()
  })

  it('includes both ends of its window', async () => {
    await using fixture = await openSearch()
    putOrders(fixture.shop, 3)
    const window = { createdAfter: '2026-01-01T00:01:00Z', createdBefore: '2026-01-01T00:02:00Z' }
    expect((await searchPage(await fixture.search(window))).orderIds).toHaveLength(2)
  })

  it.each([
    ['without a window', {}],
    ['by creation and by change at once', { ...january, lastUpdatedAfter: '2026-01-01T00:00:00Z' }],
    ['with only an end', { createdBefore: january.createdBefore }],
    ['with an offset in a time', { createdAfter: '2026-01-01T00:00:00+09:00' }],
    ['that ends before it begins', { ...january, createdBefore: '2025-01-01T00:00:00Z' }],
    ['that ends a minute ago', { ...january, createdBefore: '2026-02-07T11:59:00Z' }],
    ['with 101 orders on a page', { ...january, maxResultsPerPage: '101' }],
    ['with an unknown part', { ...january, includedData: 'SECRETS' }],
    ['with an unknown token', { ...january, paginationToken: 'abc' }],
    ['in v0’s words', { CreatedAfter: january.createdAfter }],
  ])('%s is refused', async (_title, query) => {
    await using fixture = await openSearch()
    expect((await fixture.search(query)).status).toBe(400)
  })

  it.each([
    ['with other filters', { ...january, fulfilledBy: 'AMAZON' }, 400],
    ['with another end', { ...january, createdBefore: '2026-01-03T00:00:00Z' }, 400],
    ['with other parts and a smaller page', { ...january, includedData: 'BUYER', maxResultsPerPage: '1' }, 200],
  ])('whose later page is asked for %s answers %o', async (_title, query, status) => {
    await using fixture = await openSearch()
    putOrders(fixture.shop, 5)
    const first = await searchPage(await fixture.search({ ...january, maxResultsPerPage: '2' }))
    const paginationToken = first.nextToken ?? ''
    expect((await fixture.search({ ...query, paginationToken })).status).toBe(status)
  })

  it('knows a token for 24 hours, and none any more once they are expired', async () => {
    await using fixture = await openSearch()
    const { shop, search, clock } = fixture
    shop.simulator.setAccessTokenSeconds(1_000_000)
    const token = await shop.token()
    putOrders(shop, 5)
    const first = await searchPage(await search({ ...january, maxResultsPerPage: '2' }))
    const query = new URLSearchParams({ ...january, paginationToken: first.nextToken ?? '' })
    clock.advance(24 * hour - 1)
    expect((await shop.call(`${path}?${query.toString()}`, token)).status).toBe(200)
    clock.advance(1)
    expect((await shop.call(`${path}?${query.toString()}`, token)).status).toBe(400)
    const later = await searchPage(
      await shop.call(`${path}?${new URLSearchParams({ ...january, maxResultsPerPage: '2' }).toString()}`, token),
    )
    shop.simulator.expirePageTokens()
    const expired = new URLSearchParams({ ...january, paginationToken: later.nextToken ?? '' })
    expect((await shop.call(`${path}?${expired.toString()}`, token)).status).toBe(400)
  })

  it('filters by marketplace, status and who ships', async () => {
    await using fixture = await openSearch()
    putOrders(fixture.shop, 2)
    const found = async (filter: Readonly<Record<string, string>>) =>
      (await searchPage(await fixture.search({ ...january, ...filter }))).orderIds.length
    expect(await found({ marketplaceIds: 'A13V1IB3VIYZZH,OTHER', fulfillmentStatuses: 'SHIPPED,PENDING' })).toBe(2)
    expect(await found({ marketplaceIds: 'OTHER' })).toBe(0)
    expect(await found({ fulfillmentStatuses: 'PENDING' })).toBe(0)
    expect(await found({ fulfilledBy: 'AMAZON' })).toBe(0)
  })

  it('by the last change finds an order again once it has changed', async () => {
    await using fixture = await openSearch()
    const { shop, clock, search } = fixture
    putOrders(shop, 1)
    shop.seller.updateOrder('404-0000000-0000000', { programs: ['PRIME'] })
    clock.advance(2 * 60_000)
    const page = await searchPage(await search({ lastUpdatedAfter: '2026-02-07T12:00:00Z' }))
    expect(page.orderIds).toEqual(['404-0000000-0000000'])
  })
})

it('v0 lists orders without items, and needs marketplaces', async () => {
  await using fixture = await openSearch()
  const { shop, token } = fixture
  putOrders(shop, 3)
  const query = 'CreatedAfter=2026-01-01T00:00:00Z&CreatedBefore=2026-01-02T00:00:00Z&MaxResultsPerPage=2'
  expect((await shop.call(`/orders/v0/orders?${query}`, token)).status).toBe(400)
  const answer = await shop.call(
    `/orders/v0/orders?${query}&MarketplaceIds=A13V1IB3VIYZZH&OrderStatuses=Shipped`,
    token,
  )
  expect(await answer.json()).toMatchObject({
    payload: {
      Orders: [{ AmazonOrderId: '404-0000000-0000000', OrderStatus: 'Shipped' }, {}],
      NextToken: expect.any(String),
    },
  })
})
