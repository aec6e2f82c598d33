import type { ChannelOrderPage, OrderWindow } from '@orderport/domain'
import { PageTokenExpired } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { connectSeller, connectTenant, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrderId } from '../testing/sample-order.ts'
import { longOrder } from './testing/long-order.ts'

const february: OrderWindow = { by: 'created', from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }

async function list(shop: ConnectedSeller, window = february, token: string | null = null): Promise<ChannelOrderPage> {
  return (await connectTenant(shop.connector)).listOrders(window, token, noDeadline)
}

function putOrders(shop: ConnectedSeller, count: number): void {
  for (let number = 0; number < count; number += 1) {
    shop.seller.putOrder({ ...longOrder(1), orderId: `404-0000000-${String(number).padStart(7, '0')}` })
  }
}

describe('a list of orders by v0', () => {
  it('tells which orders there are; each is still to be fetched', async () => {
    await using shop = await connectSeller('v0')
    expect(await list(shop)).toEqual({ orders: [{ externalOrderId: sampleOrderId, order: null }], nextToken: null })
    const changed: OrderWindow = { by: 'updated', from: '2026-02-07T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }
    expect((await list(shop, changed)).orders).toHaveLength(1)
    expect((await list(shop, { ...changed, to: '2026-02-07T08:00:00.000Z' })).orders).toEqual([])
  })

  it('has pages, whose tokens expire', async () => {
    await using shop = await connectSeller('v0')
    putOrders(shop, 120)
    const first = await list(shop)
    expect(first.orders).toHaveLength(100)
    expect((await list(shop, february, first.nextToken)).orders).toHaveLength(21)
    shop.amazon.expirePageTokens()
    await expect(list(shop, february, first.nextToken)).rejects.toSatisfy(PageTokenExpired.is)
  })

  it('asks Amazon where the seller sells, once a day, where the secret doesn’t say', async () => {
    await using shop = await connectSeller('v0')
    delete shop.secret['marketplace_id']
    const participation = { isParticipating: true, hasSuspendedListings: false }
    const payload = [
      { marketplace: { id: 'A13V1IB3VIYZZH' }, storeName: 'one', participation },
      { marketplace: { id: 'A1PA6795UKMFR9' }, storeName: 'two', participation },
      { marketplace: { id: 'A1F83G8C2ARO7P' }, storeName: 'three', participation: { isParticipating: false } },
    ]
    const operation = 'getMarketplaceParticipations'
    shop.amazon.faults.push({ operation, fault: { kind: 'answer', status: 200, body: { payload } } })
    await list(shop)
    await list(shop)
    const asked = shop.amazon.requestLog.requests.filter(({ operation }) => operation === 'v0.getOrders')
    expect(asked.map(({ query }) => query['MarketplaceIds'])).toEqual(
      Array.from({ length: 2 }, () => 'A13V1IB3VIYZZH,A1PA6795UKMFR9'),
    )
    expect(shop.amazon.requestLog.count(operation)).toBe(1)
    shop.clock.now += 24 * 3_600_000
    expect((await expectFailure(list(shop))).detail).toBe(`${operation}: the seller sells in no marketplace`)
  })
})
