import { request } from 'node:http'
import { expect, it } from 'vitest'
import { openShop, referencePath, userAgent } from './testing/open-shop.ts'

it.each([
  ['no access token', { 'user-agent': userAgent }, 'missing in the request header'],
  [
    'a made-up access token',
    { 'user-agent': userAgent, 'x-amz-access-token': 'Atza|made-up' },
    'revoked, malformed or invalid',
  ],
])('%s is forbidden', async (_, headers, details) => {
  await using shop = await openShop()
  const response = await fetch(shop.simulator.url + referencePath, { headers })
  expect(response.status).toBe(403)
  expect(response.headers.get('x-amzn-errortype')).toBe('Unauthorized')
  expect(response.headers.get('x-amzn-ratelimit-limit')).toBeNull()
  expect(response.headers.get('x-amzn-requestid')).toBeTruthy()
  expect(await response.json()).toEqual({
    errors: [
      {
        code: 'Unauthorized',
        message: 'Access to requested resource is denied.',
        details: expect.stringContaining(details),
      },
    ],
  })
})

it.each([
  ['Orderport/0.1 (Language=TypeScript)', 200],
  ['My Tool/2.0 (Language=Java/1.8.0.221;Platform=Windows/10)', 200],
  ['Orderport', 400],
  ['Orderport/0.1', 400],
  ['Orderport/0.1 (Platform=Node)', 400],
  ['node', 400],
  [`Orderport/0.1 (Language=${'x'.repeat(500)})`, 400],
])('the user agent %s gives %i', async (agent, status) => {
  await using shop = await openShop()
  const headers = { 'user-agent': agent, 'x-amz-access-token': await shop.token() }
  expect((await fetch(shop.simulator.url + referencePath, { headers })).status).toBe(status)
})

it('a request without a user agent is refused', async () => {
  await using shop = await openShop()
  const headers = { 'x-amz-access-token': await shop.token() }
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  request(shop.simulator.url + referencePath, { headers, agent: false }, (response) => {
    response.resume()
    resolve(response.statusCode)
  })
    .once('error', reject)
    .end()
  expect(await promise).toBe(400)
})

it('a seller’s token gives access to that seller’s orders alone', async () => {
  await using shop = await openShop()
  shop.simulator.registerSeller({ sellerId: 'SELLER-TWO', region: 'us-east-1', refreshToken: 'Atzr|two' })
  expect((await shop.call(referencePath, await shop.token('Atzr|two'))).status).toBe(404)
  expect((await shop.call(referencePath, await shop.token())).status).toBe(200)
})

it('one id is one selling account, and a refresh token belongs to one', async () => {
  await using shop = await openShop()
  const again = { sellerId: 'SELLER-ONE', region: 'eu-west-1', refreshToken: 'Atzr|other' } as const
  expect(() => shop.simulator.registerSeller(again)).toThrow('already')
  const copied = { sellerId: 'SELLER-TWO', region: 'eu-west-1', refreshToken: 'Atzr|authorisation-of-tests' } as const
  expect(() => shop.simulator.registerSeller(copied)).toThrow('another seller')
})

it('a path that Amazon does not have is forbidden, not "not found"', async () => {
  await using shop = await openShop()
  expect((await shop.call('/orders/v1/orders/171-4093870-1757126', await shop.token())).status).toBe(403)
})
