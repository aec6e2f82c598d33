import { describe, expect, it } from 'vitest'
import { grantOf, openShop, referencePath, refreshToken, type Shop } from '../testing/open-shop.ts'
import type { AmazonFault } from './fault.ts'

const v0Path = '/orders/v0/orders/171-4093870-1757126'
const tokenPath = '/tokens/2021-03-01/restrictedDataToken'

/** Each way to ask for one order. */
const waysToAsk = [
  { operation: 'getOrder', path: referencePath },
  { operation: 'v0.getOrder', path: v0Path },
  { operation: 'v0.getOrderItems', path: `${v0Path}/orderItems` },
] as const

function requestRestrictedToken(shop: Shop, token: string): Promise<Response> {
  const resource = { method: 'GET', path: '/orders/v0/orders/{orderId}', dataElements: ['buyerInfo'] }
  return shop.call(tokenPath, token, { method: 'POST', body: JSON.stringify({ restrictedResources: [resource] }) })
}

describe.each(waysToAsk)('$operation', ({ operation, path }) => {
  it.each<[string, AmazonFault, { status: number; type: string | null; body: string | RegExp }]>([
    ['zero bytes', { kind: 'empty' }, { status: 200, type: null, body: '' }],
    ['blanks', { kind: 'empty', body: ' \n' }, { status: 200, type: 'application/json', body: ' \n' }],
    ['an empty object', { kind: 'empty', body: '{}' }, { status: 200, type: 'application/json', body: '{}' }],
    [
      'an empty payload',
      { kind: 'empty', body: '{"payload":{}}' },
      { status: 200, type: 'application/json', body: '{"payload":{}}' },
    ],
    [
      'a gateway’s 404',
      { kind: 'gateway', status: 404 },
      { status: 404, type: 'application/json', body: '{"message":"Not Found"}' },
    ],
    [
      'a gateway’s 404 as text',
      { kind: 'gateway', status: 404, contentType: 'text/plain' },
      { status: 404, type: 'text/plain', body: '{"message":"Not Found"}' },
    ],
    [
      'a gateway’s 404 without a content type',
      { kind: 'gateway', status: 404, contentType: null },
      { status: 404, type: null, body: '{"message":"Not Found"}' },
    ],
    [
      'a 404 about the URI in the SP-API’s error form',
      { kind: 'gateway', status: 404, form: 'uri' },
      { status: 404, type: 'application/json', body: /^\{"errors":\[\{"code":"ResourceNotFound",.*\bURI\b/ },
    ],
    [
      'a gateway’s null',
      { kind: 'gateway', status: 404, form: 'null' },
      { status: 404, type: 'application/json', body: '{"message":null}' },
    ],
    [
      'a gateway’s 404 without a body',
      { kind: 'gateway', status: 404, form: 'empty' },
      { status: 404, type: null, body: '' },
    ],
    [
      'a gateway’s web page, declared as JSON',
      { kind: 'gateway', status: 404, form: 'html', contentType: 'application/json' },
      { status: 404, type: 'application/json', body: /^<!doctype html>.*Not Found/ },
    ],
    [
      'a gateway’s 403',
      { kind: 'gateway', status: 403 },
      { status: 403, type: 'application/json', body: '{"message":"Forbidden"}' },
    ],
    [
      'a gateway’s 400',
      { kind: 'gateway', status: 400 },
      { status: 400, type: 'application/json', body: '{"message":"Bad Request"}' },
    ],
    [
      'Amazon’s own 404 about the order',
      { kind: 'order-unknown' },
      { status: 404, type: 'application/json', body: /"code":"NotFound"/ },
    ],
    [
      'Amazon’s own 400 about the order',
      { kind: 'order-unknown', status: 400 },
      { status: 400, type: 'application/json', body: /"code":"InvalidInput".*171-4093870-1757126/ },
    ],
    [
      'a 429 with a Retry-After of a year',
      { kind: 'throttled', retryAfter: '31536000' },
      { status: 429, type: 'application/json', body: /QuotaExceeded/ },
    ],
  ])('answers %s once', async (_, fault, { status, type, body }) => {
    await using shop = await openShop()
    const token = await shop.token()
    shop.simulator.faults.push({ operation, fault })
    const response = await shop.call(path, token)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type])
    const text = await response.text()
    if (typeof body === 'string') expect(text).toBe(body)
    else expect(text).toMatch(body)
    expect((await shop.call(path, token)).status).toBe(200)
  })

  it('answers as usual, with an absurd rate', async () => {
    await using shop = await openShop()
    const headers = { 'X-Amzn-RateLimit-Limit': '1e300', 'x-amzn-RequestId': null }
    shop.simulator.faults.push({ operation, fault: { kind: 'headers', headers } })
    const response = await shop.call(path, await shop.token())
    expect(response.status).toBe(200)
    expect(response.headers.get('x-amzn-ratelimit-limit')).toBe('1e300')
  })
})

it.each(['31536000', 'Fri, 31 Dec 9999 23:59:59 GMT', '-1'])('a Retry-After can be %s', async (retryAfter) => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'throttled', retryAfter } })
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'unavailable', retryAfter } })
  expect((await shop.call(referencePath, token)).headers.get('retry-after')).toBe(retryAfter)
  expect((await shop.call(referencePath, token)).headers.get('retry-after')).toBe(retryAfter)
})

it.each([
  [undefined, 400, /"InvalidInput".*PROMOTION/],
  [403, 403, /"Unauthorized"/],
] as const)('one part of an order is refused with %s, and the others are answered', async (given, status, body) => {
  await using shop = await openShop()
  const token = await shop.token()
  const part = { kind: 'part-refused', part: 'PROMOTION', ...(given === undefined ? {} : { status: given }) } as const
  shop.simulator.faults.push({ operation: 'getOrder', fault: part, times: Infinity })
  const ask = (parts: string): Promise<Response> => shop.call(`${referencePath}?includedData=${parts}`, token)
  const refused = await ask('BUYER,PROMOTION,PROCEEDS')
  expect(refused.status).toBe(status)
  expect(await refused.text()).toMatch(body)
  const answered: unknown = await (await ask('BUYER,PROCEEDS')).json()
  expect(answered).toMatchObject({ order: { proceeds: { grandTotal: { amount: '29.99' } } } })
  expect((await ask('PROMOTION')).status).toBe(status)
})

it.each([
  [undefined, 400, 'InvalidInput'],
  [403, 403, 'Unauthorized'],
] as const)('a restricted data token is refused with %s', async (given, status, code) => {
  await using shop = await openShop()
  const fault = { kind: 'restricted-data-refused', ...(given === undefined ? {} : { status: given }) } as const
  shop.simulator.faults.push({ operation: 'createRestrictedDataToken', fault })
  const token = await shop.token()
  const refused = await requestRestrictedToken(shop, token)
  expect(refused.status).toBe(status)
  expect(await refused.json()).toMatchObject({
    errors: [{ code, message: expect.stringContaining('does not have access') }],
  })
  expect((await requestRestrictedToken(shop, token)).status).toBe(200)
})

it('a call with a restricted data token is refused, and the same with an ordinary one is answered', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const restricted = await shop.restrictedToken()
  const fault = { kind: 'forbidden', reason: 'no-details' } as const
  shop.simulator.faults.push({ operation: 'v0.getOrder', token: 'restricted', fault, times: Infinity })
  expect((await shop.call(v0Path, restricted)).status).toBe(403)
  expect((await shop.call(v0Path, token)).status).toBe(200)
  shop.simulator.faults.clear()
  shop.simulator.faults.push({ operation: 'v0.getOrder', token: 'ordinary', fault, times: Infinity })
  expect((await shop.call(v0Path, restricted)).status).toBe(200)
  expect((await shop.call(v0Path, token)).status).toBe(403)
})

it('an order can be blank while its items name it', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'v0.getOrder', fault: { kind: 'empty', body: '{"payload":{}}' } })
  expect(await (await shop.call(v0Path, token)).json()).toEqual({ payload: {} })
  expect(await (await shop.call(`${v0Path}/orderItems`, token)).json()).toMatchObject({
    payload: { AmazonOrderId: '171-4093870-1757126', OrderItems: [{ ASIN: 'B0LAMPE001' }] },
  })
})

it.each([
  ['unauthorized_client', undefined, 400],
  ['unauthorized_client', 401, 401],
  ['access_denied', undefined, 403],
  ['invalid_grant', undefined, 400],
] as const)('the token endpoint refuses with %s, status %s', async (error, given, status) => {
  await using shop = await openShop()
  const fault = { kind: 'lwa-error', error, ...(given === undefined ? {} : { status: given }) } as const
  shop.simulator.faults.push({ operation: 'lwa', fault })
  const refused = await shop.askLwa(grantOf(refreshToken))
  expect(refused.status).toBe(status)
  expect(await refused.json()).toEqual({ error, error_description: expect.any(String) })
  expect((await shop.askLwa(grantOf(refreshToken))).status).toBe(200)
})
