import type { OrderWindow } from '@orderport/domain'
import { DomainError } from '@orderport/domain'
import { expect, it } from 'vitest'
import { connectSeller, connectTenant } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'

const day = 86_400_000

it('three thousand orders come once each while Amazon fails and throttles now and then', async () => {
  await using shop = await connectSeller()
  shop.amazon.setAccessTokenSeconds(1_000_000)
  const from = shop.clock.now - 60 * day
  shop.seller.seedOrders({ count: 3000, from, until: from + 30 * day })
  shop.amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'unavailable' }, ratio: 0.05, seed: 3 })
  shop.amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'throttled' }, ratio: 0.1, seed: 3 })
  const client = await connectTenant(shop.connector)
  const window: OrderWindow = {
    by: 'created',
    from: new Date(from).toISOString(),
    to: new Date(from + 40 * day).toISOString(),
  }
  const listed: string[] = []
  let token: string | null = null
  let refusals = 0
  do {
    try {
      const page = await client.listOrders(window, token, noDeadline)
      listed.push(
        ...page.orders.map(({ externalOrderId, order }) => order?.externalOrderId ?? `unread ${externalOrderId}`),
      )
      token = page.nextToken
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'RATE_LIMITED') throw error
      refusals += 1
      shop.clock.now += error.retryAfterMs ?? 0
    }
  } while (token !== null || listed.length === 0)
  expect(listed.toSorted()).toEqual(shop.seller.orderIds.filter((id) => id.startsWith('409-')).toSorted())
  expect(refusals).toBeGreaterThan(0)
  expect(shop.amazon.requestLog.throttled('searchOrders').byBucket).toBe(0)
})
