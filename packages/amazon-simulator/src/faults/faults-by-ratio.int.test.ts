import { expect, it } from 'vitest'
import { openShop, referencePath, type Shop } from '../testing/open-shop.ts'

async function statusesOf(shop: Shop, requests: number): Promise<readonly number[]> {
  const token = await shop.token()
  const statuses: number[] = []
  for (let sent = 0; sent < requests; sent += 1) statuses.push((await shop.call(referencePath, token)).status)
  return statuses
}

async function withFaults(seed: number) {
  await using shop = await openShop()
  shop.simulator.usagePlans.switchOff()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'unavailable' }, ratio: 0.05, seed })
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'throttled' }, ratio: 0.02, seed })
  const statuses = await statusesOf(shop, 1000)
  expect(shop.simulator.requestLog.throttled('getOrder')).toEqual({
    byFault: statuses.filter((status) => status === 429).length,
    byBucket: 0,
  })
  expect(await shop.call('/orders/2026-01-01/orders?createdAfter=2026-01-01', await shop.token())).toHaveProperty(
    'status',
    200,
  )
  return statuses
}

it('a share of the requests meets a fault, the same ones for the same seed', async () => {
  const statuses = await withFaults(1)
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(30)
  expect(statuses.filter((status) => status === 503).length).toBeLessThan(70)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(8)
  expect(statuses.filter((status) => status === 429).length).toBeLessThan(35)
  expect(await withFaults(1)).toEqual(statuses)
  expect(await withFaults(2)).not.toEqual(statuses)
})

it('the 429s of an empty bucket are counted apart from those of a fault', async () => {
  await using shop = await openShop()
  shop.simulator.usagePlans.override('getOrder', { rate: 0.0001, burst: 2 })
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'throttled' } })
  expect(await statusesOf(shop, 5)).toEqual([429, 200, 200, 429, 429])
  const { requestLog } = shop.simulator
  expect(requestLog.throttled('getOrder')).toEqual({ byFault: 1, byBucket: 2 })
  expect(requestLog.requests.map(({ fault }) => fault)).toEqual([null, 'throttled', null, null, null, null])
  requestLog.clear()
  expect(requestLog.throttled('getOrder')).toEqual({ byFault: 0, byBucket: 0 })
})
