import { amazonFr, type AmazonOrder, buildOrder } from '@orderport/amazon-simulator'
import { type ChannelOrderPage, type OrderWindow, PageTokenExpired } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { connectSeller, connectTenant, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrder } from '../testing/sample-order.ts'

const january: OrderWindow = { by: 'created', from: '2026-01-01T00:00:00.000Z', to: '2026-01-31T00:00:00.000Z' }
const february: OrderWindow = { by: 'created', from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }

/** Returns the order that was made this many minutes after January began. */
function orderOf(minute: number): AmazonOrder {
  const createdTime = new Date(Date.parse(january.from) + minute * 60_000).toISOString().replace('.000Z', 'Z')
  return buildOrder({
    orderId: `404-0000000-${String(minute).padStart(7, '0')}`,
    marketplace: amazonFr,
    createdTime,
    status: 'SHIPPED',
    items: [{ title: 'Carreau', asin: 'B0TILE', sku: 'TILE', quantity: 1, unitPrice: '2.50' }],
    buyerName: 'Camille Petit',
    address: { city: 'Nantes', countryCode: 'FR' },
  })
}

async function list(
  shop: ConnectedSeller,
  window: OrderWindow,
  token: string | null = null,
): Promise<ChannelOrderPage> {
  const client = await connectTenant(shop.connector)
  return client.listOrders(window, token, noDeadline)
}

async function listAll(shop: ConnectedSeller, window: OrderWindow): Promise<readonly ChannelOrderPage[]> {
  const pages = [await list(shop, window)]
  for (let token = pages[0]?.nextToken ?? null; token !== null; token = pages.at(-1)?.nextToken ?? null) {
    pages.push(await list(shop, window, token))
  }
  return pages
}

const idsOf = (pages: readonly ChannelOrderPage[]) =>
  pages.flatMap(({ orders }) => orders.map(({ externalOrderId }) => externalOrderId))

describe('a list of orders', () => {
  it('gives each order whole, as a fetch does', async () => {
    await using shop = await connectSeller()
    const page = await list(shop, february)
    const fetched = await shop.fetchOrder()
    expect(page).toEqual({ orders: [{ externalOrderId: sampleOrder.orderId, order: fetched }], nextToken: null })
  })

  it('gives every order of the window once, over its pages', async () => {
    await using shop = await connectSeller()
    const minutes = Array.from({ length: 250 }, (_, minute) => minute)
    for (const minute of minutes.toReversed()) shop.seller.putOrder(orderOf(minute))
    const pages = await listAll(shop, january)
    expect(pages.map(({ orders }) => orders.length)).toEqual([100, 100, 50])
    expect(idsOf(pages)).toEqual(minutes.map((minute) => orderOf(minute).orderId))
  })

  it('leaves an order at the very end of a window to the next one', async () => {
    await using shop = await connectSeller()
    for (const minute of [9, 10, 11]) shop.seller.putOrder(orderOf(minute))
    const border = '2026-01-01T00:10:00.000Z'
    expect(idsOf([await list(shop, { ...january, to: border })])).toEqual([orderOf(9).orderId])
    expect(idsOf([await list(shop, { ...january, from: border })])).toEqual([10, 11].map((m) => orderOf(m).orderId))
  })

  it('by the last change finds an order that was made long before', async () => {
    await using shop = await connectSeller()
    shop.seller.putOrder(orderOf(1))
    shop.seller.updateOrder(orderOf(1).orderId, { programs: ['PRIME'] })
    const changed: OrderWindow = { by: 'updated', from: '2026-02-08T11:59:00.000Z', to: '2026-02-08T12:01:00.000Z' }
    shop.clock.now += 10 * 60_000
    expect(idsOf([await list(shop, changed)])).toEqual([orderOf(1).orderId])
  })

  it('asks for a later page with the filters of the first one', async () => {
    await using shop = await connectSeller()
    for (let minute = 0; minute < 150; minute += 1) shop.seller.putOrder(orderOf(minute))
    await listAll(shop, january)
    const queries = shop.amazon.requestLog.requests.filter(({ operation }) => operation === 'searchOrders')
    const [first, second] = queries.map(({ query }) => query)
    expect(second).toEqual({ ...first, paginationToken: expect.any(String) })
    expect(first).toEqual({
      createdAfter: '2026-01-01T00:00:00Z',
      createdBefore: '2026-01-31T00:00:00Z',
      maxResultsPerPage: '100',
      includedData: 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION',
    })
  })

  it('whose page token has expired says so, and can be read again from its beginning', async () => {
    await using shop = await connectSeller()
    for (let minute = 0; minute < 150; minute += 1) shop.seller.putOrder(orderOf(minute))
    const { nextToken } = await list(shop, january)
    shop.amazon.expirePageTokens()
    await expect(list(shop, january, nextToken)).rejects.toSatisfy(PageTokenExpired.is)
    expect((await listAll(shop, january)).map(({ orders }) => orders.length)).toEqual([100, 50])
  })

  it('that ends less than two minutes ago is refused', async () => {
    await using shop = await connectSeller()
    const failure = await expectFailure(list(shop, { ...february, to: '2026-02-08T11:58:01.000Z' }))
    expect(failure.code).toBe('UPSTREAM_ERROR')
  })
})
