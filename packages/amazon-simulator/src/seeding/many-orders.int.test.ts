import { expect, it } from 'vitest'
import { openShop, type Shop } from '../testing/open-shop.ts'
import { searchPage } from '../testing/search-page.ts'

const day = 86_400_000

async function searchAll(shop: Shop, token: string, query: string): Promise<readonly string[]> {
  const ids: string[] = []
  let next = ''
  do {
    const page = await searchPage(await shop.call(`/orders/2026-01-01/orders?${query}${next}`, token))
    ids.push(...page.orderIds)
    next = page.nextToken === null ? '' : `&paginationToken=${page.nextToken}`
  } while (next !== '')
  return ids
}

it('a seller with fifty thousand orders gives each of them once, whatever is changed, added and removed', async () => {
  await using shop = await openShop()
  const { seller, simulator } = shop
  simulator.usagePlans.switchOff()
  const from = Math.floor((simulator.now() - 100 * day) / day) * day
  seller.seedOrders({ count: 50_000, from, until: simulator.now() - day })
  const [changed = '', removed = ''] = seller.orderIds.slice(20_000)
  seller.updateOrder(changed, { programs: ['PRIME'] })
  seller.removeOrder(removed)
  const after = new Date(from).toISOString()
  const ids = await searchAll(shop, await shop.token(), `createdAfter=${after}`)
  const wanted = seller.orderIds.filter((id) => id !== '171-4093870-1757126')
  expect(wanted).toHaveLength(49_999)
  expect(ids.filter((id) => id !== '171-4093870-1757126').toSorted()).toEqual(wanted.toSorted())
  expect(seller.order(changed)?.programs).toEqual(['PRIME'])
  expect(simulator.requestLog.count('searchOrders')).toBe(500)
}, 60_000)
