import { expect, it } from 'vitest'
import { sampleOrders } from './samples/sample-orders.ts'
import { registerSampleSeller, sampleCredentials } from './samples/sample-seller.ts'
import { startAmazonSimulator } from './simulator.ts'
import { grantOf, memberOf, openShop, referencePath, refreshToken, userAgent } from './testing/open-shop.ts'

it('the request log says what came, from whom, and what was answered', async () => {
  await using shop = await openShop({ now: () => 1_770_000_000_000 })
  const token = await shop.token()
  await shop.call(`${referencePath}?includedData=BUYER,PACKAGES`, token)
  const { requestLog } = shop.simulator
  expect(requestLog.requests).toHaveLength(2)
  expect(requestLog.requests[0]).toMatchObject({
    operation: 'lwa',
    method: 'POST',
    path: '/auth/o2/token',
    sellerId: null,
    status: 200,
    body: new URLSearchParams(grantOf(refreshToken)).toString(),
  })
  expect(requestLog.requests[1]).toMatchObject({
    time: 1_770_000_000_000,
    operation: 'getOrder',
    path: referencePath,
    query: { includedData: 'BUYER,PACKAGES' },
    sellerId: 'SELLER-ONE',
    status: 200,
    headers: { 'user-agent': userAgent, 'x-amz-access-token': token },
    simulatorTimeMs: expect.any(Number),
  })
  expect([requestLog.count('lwa'), requestLog.count('getOrder'), requestLog.count('v0.getOrder')]).toEqual([1, 1, 0])
  requestLog.clear()
  expect([requestLog.requests.length, requestLog.count('getOrder')]).toEqual([0, 0])
})

it('the request log keeps the last requests and counts all', async () => {
  await using shop = await openShop({ requestLogCapacity: 2 })
  const token = await shop.token()
  for (const path of ['/one', '/two', '/three']) await shop.call(path, token)
  expect(shop.simulator.requestLog.requests.map((entry) => entry.path)).toEqual(['/two', '/three'])
  expect(shop.simulator.requestLog.count('unknown')).toBe(3)
})

it('waiting for a request that never comes ends with the simulator', async () => {
  const shop = await openShop()
  await Promise.all([
    expect(shop.simulator.requestLog.received('getOrder', 2)).rejects.toThrow('closed before 2 requests'),
    shop.simulator.close(),
  ])
})

it('closing twice is harmless, and the port is free afterwards', async () => {
  const first = await startAmazonSimulator()
  await Promise.all([first.close(), first.close()])
  await first.close()
  await using second = await startAmazonSimulator({ port: Number(new URL(first.url).port) })
  expect(second.url).toBe(first.url)
  await expect(startAmazonSimulator({ port: Number(new URL(second.url).port) })).rejects.toThrow('EADDRINUSE')
})

it('every sample order is served to the sample seller', async () => {
  await using simulator = await startAmazonSimulator()
  registerSampleSeller(simulator)
  simulator.usagePlans.switchOff()
  const { clientId, clientSecret, refreshToken: sampleRefreshToken } = sampleCredentials
  const answer = await fetch(simulator.lwaUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: sampleRefreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  })
  const headers = { 'user-agent': userAgent, 'x-amz-access-token': memberOf(await answer.json(), 'access_token') }
  for (const { orderId } of sampleOrders()) {
    const response = await fetch(`${simulator.url}/orders/2026-01-01/orders/${orderId}`, { headers })
    expect(await response.json()).toMatchObject({ order: { orderId } })
  }
})
