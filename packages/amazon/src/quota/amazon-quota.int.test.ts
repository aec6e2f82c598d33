import { expect, it } from 'vitest'
import { connectSeller, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrderId } from '../testing/sample-order.ts'

/** Fetches the order with no time to wait. */
function fetchNow(shop: ConnectedSeller) {
  return shop.fetchOrder(sampleOrderId, { ...noDeadline, endsAt: shop.clock.now })
}

const statuses = ({ attempts }: ConnectedSeller) =>
  attempts.filter(({ operation }) => operation === 'getOrder').map(({ status }) => status)

it('stops at the end of the burst, before Amazon throttles, and goes on one interval later', async () => {
  await using shop = await connectSeller()
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(shop)
  expect(await expectFailure(fetchNow(shop))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(shop.amazon.requestLog.count('getOrder')).toBe(30)
  shop.clock.now += 2000
  await fetchNow(shop)
  expect(statuses(shop)).toEqual(Array.from({ length: 31 }, () => 200))
})

it('sends Amazon nothing for an interval after a real 429', async () => {
  await using shop = await connectSeller()
  shop.amazon.usagePlans.override('getOrder', { rate: 0.5, burst: 1 })
  await fetchNow(shop)
  expect(await expectFailure(fetchNow(shop))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(await expectFailure(fetchNow(shop))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(statuses(shop)).toEqual([200, 429])
  shop.clock.now += 2000
  await fetchNow(shop)
  expect(statuses(shop)).toEqual([200, 429, 200])
})

it('follows the rate that Amazon states', async () => {
  await using shop = await connectSeller()
  shop.amazon.usagePlans.override('getOrder', { rate: 0.25, burst: 30 })
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(shop)
  expect(await expectFailure(fetchNow(shop))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 4 })
  shop.clock.now += 3999
  await expectFailure(fetchNow(shop))
  shop.clock.now += 1
  await fetchNow(shop)
  expect(statuses(shop)).not.toContain(429)
})

it('ends with the deadline while it waits for its token, without a request', async () => {
  await using shop = await connectSeller()
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(shop)
  const controller = new AbortController()
  const waiting = expectFailure(shop.fetchOrder(sampleOrderId, { ...noDeadline, signal: controller.signal }))
  controller.abort()
  expect(await waiting).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
  expect(shop.amazon.requestLog.count('getOrder')).toBe(30)
})
