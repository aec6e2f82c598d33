import { expect, it } from 'vitest'
import { manualClock, openShop, referencePath } from '../testing/open-shop.ts'

const everything = `${referencePath}?includedData=BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION`
const unknownPath = '/orders/2026-01-01/orders/171-9999999-9999999'

it('an order comes with the requested parts and the rate', async () => {
  await using shop = await openShop()
  const response = await shop.call(everything, await shop.token())
  expect(response.status).toBe(200)
  expect(response.headers.get('x-amzn-ratelimit-limit')).toBe('0.5')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toMatchObject({
    order: {
      orderId: '171-4093870-1757126',
      createdTime: '2026-02-05T10:11:12Z',
      proceeds: { grandTotal: { amount: '29.99', currencyCode: 'EUR' } },
      fulfillment: { fulfillmentStatus: 'SHIPPED', fulfilledBy: 'MERCHANT' },
      buyer: { buyerName: 'Élodie Vasseur' },
    },
  })
})

it('without included data there is no status and no total', async () => {
  await using shop = await openShop()
  const body: unknown = await (await shop.call(referencePath, await shop.token())).json()
  expect(body).toMatchObject({ order: { orderId: '171-4093870-1757126' } })
  expect(body).not.toHaveProperty('order.fulfillment')
  expect(body).not.toHaveProperty('order.proceeds')
})

it('a seller without the restricted role shows only city and country', async () => {
  await using shop = await openShop()
  shop.seller.roles = ['order-tracking']
  const text = await (await shop.call(everything, await shop.token())).text()
  expect(text).toContain('Villeurbanne')
  expect(text).not.toMatch(/Vasseur|Tisserands|69100|@marketplace/)
})

it.each([
  [`${referencePath}?includedData=EVERYTHING`, 'includedData'],
  ['/orders/2026-01-01/orders/171-4093870', 'order id'],
])('%s is invalid input', async (path, message) => {
  await using shop = await openShop()
  const response = await shop.call(path, await shop.token())
  expect(response.status).toBe(400)
  expect(response.headers.get('x-amzn-errortype')).toBe('InvalidInput')
  expect(response.headers.get('x-amzn-ratelimit-limit')).toBe('0.5')
  expect(await response.json()).toEqual({
    errors: [{ code: 'InvalidInput', message: expect.stringContaining(message) }],
  })
})

it('an order that the seller does not have is 404, or what it was switched to', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const missing = await shop.call(unknownPath, token)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('x-amzn-ratelimit-limit')).toBe('0.5')
  expect(await missing.json()).toMatchObject({ errors: [{ code: 'NotFound' }] })
  shop.simulator.answerUnknownOrders('empty')
  const empty = await shop.call(unknownPath, token)
  expect([empty.status, await empty.text()]).toEqual([200, '{}'])
  shop.simulator.answerUnknownOrders('other-order')
  const other: unknown = await (await shop.call(unknownPath, token)).json()
  expect(other).toMatchObject({ order: { orderId: '171-4093870-1757126' } })
})

it('an order can be put, changed and removed', async () => {
  const clock = manualClock(Date.parse('2026-02-08T00:00:00Z'))
  await using shop = await openShop({ now: clock.now })
  const token = await shop.token()
  const fetchOrder = async (): Promise<unknown> => (await shop.call(everything, token)).json()
  shop.seller.updateOrder('171-4093870-1757126', { fulfillment: { fulfillmentStatus: 'CANCELLED' } })
  expect(await fetchOrder()).toMatchObject({
    order: { lastUpdatedTime: '2026-02-08T00:00:00.000Z', fulfillment: { fulfillmentStatus: 'CANCELLED' } },
  })
  shop.seller.updateOrder('171-4093870-1757126', { lastUpdatedTime: '2026-02-01T00:00:00Z' })
  expect(await fetchOrder()).toMatchObject({ order: { lastUpdatedTime: '2026-02-01T00:00:00Z' } })
  shop.seller.removeOrder('171-4093870-1757126')
  expect(await fetchOrder()).toMatchObject({ errors: [{ code: 'NotFound' }] })
  expect(() => shop.seller.removeOrder('171-4093870-1757126')).toThrow('has no order')
  expect(() => shop.seller.updateOrder('171-4093870-1757126', {})).toThrow('has no order')
})

it('the store keeps copies: a caller’s change to its object changes nothing here', async () => {
  await using shop = await openShop()
  const order = shop.seller.order('171-4093870-1757126')
  if (order === undefined) throw new Error('the reference order is missing')
  order.orderItems.length = 0
  expect(shop.seller.order(order.orderId)?.orderItems).toHaveLength(1)
})

it('the 31st request of a burst is throttled, and two seconds later one is let through', async () => {
  const clock = manualClock()
  await using shop = await openShop({ now: clock.now })
  const token = await shop.token()
  const burst = await Promise.all(Array.from({ length: 31 }, () => shop.call(referencePath, token)))
  expect(burst.filter((response) => response.status === 200)).toHaveLength(30)
  const throttled = burst.find((response) => response.status === 429)
  expect(throttled?.headers.get('x-amzn-ratelimit-limit')).toBeNull()
  expect(await throttled?.json()).toEqual({
    errors: [{ code: 'QuotaExceeded', message: 'You exceeded your quota for the requested resource.', details: '' }],
  })
  clock.advance(2000)
  expect((await shop.call(referencePath, token)).status).toBe(200)
  expect((await shop.call(referencePath, token)).status).toBe(429)
  shop.simulator.usagePlans.switchOff()
  expect((await shop.call(referencePath, token)).status).toBe(200)
})

it('every answer has a request id of its own', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const responses = await Promise.all([shop.call(referencePath, token), shop.call(unknownPath, token)])
  const ids = responses.map((response) => response.headers.get('x-amzn-requestid'))
  expect(new Set(ids).size).toBe(2)
  expect(ids).not.toContain(null)
  expect(shop.simulator.requestLog.requests.map((entry) => entry.requestId)).toEqual(expect.arrayContaining(ids))
})
