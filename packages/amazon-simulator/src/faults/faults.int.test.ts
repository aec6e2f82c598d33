import { expect, it } from 'vitest'
import { openShop, referencePath } from '../testing/open-shop.ts'
import type { AmazonFault } from './fault.ts'

it.each<[string, AmazonFault, { readonly status: number; readonly body: string | RegExp }]>([
  ['a status and a body', { kind: 'answer', status: 418, body: { tea: true } }, { status: 418, body: '{"tea":true}' }],
  [
    'a body as it is',
    { kind: 'answer', status: 200, body: '{"order":{"orderId":' },
    { status: 200, body: '{"order":{"orderId":' },
  ],
  ['429', { kind: 'throttled' }, { status: 429, body: /QuotaExceeded/ }],
  [
    'an expired token',
    { kind: 'forbidden', reason: 'expired-token' },
    { status: 403, body: /access token you provided has expired/ },
  ],
  [
    'an expired secret',
    { kind: 'forbidden', reason: 'expired-secret' },
    { status: 403, body: /LWA secret token you provided has expired/ },
  ],
  ['no details', { kind: 'forbidden', reason: 'no-details' }, { status: 403, body: /"details":""/ }],
  ['access denied', { kind: 'forbidden', reason: 'access-denied' }, { status: 403, body: /AccessDeniedException/ }],
  ['413', { kind: 'too-large' }, { status: 413, body: /errors/ }],
  ['500', { kind: 'internal-failure' }, { status: 500, body: /InternalFailure/ }],
  ['503', { kind: 'unavailable' }, { status: 503, body: /ServiceUnavailable/ }],
  ['a web page', { kind: 'html' }, { status: 200, body: /^<!doctype html>/ }],
  ['an empty body', { kind: 'empty' }, { status: 200, body: '' }],
  ['a redirect', { kind: 'redirect', location: '/elsewhere' }, { status: 302, body: '' }],
])('%s is answered once, then the ordinary answer', async (_, fault, { status, body }) => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault })
  const response = await shop.call(referencePath, token)
  expect(response.status).toBe(status)
  expect(response.headers.get('x-amzn-requestid')).toBeTruthy()
  expect(response.headers.get('x-amzn-ratelimit-limit')).toBeNull()
  const text = await response.text()
  if (typeof body === 'string') expect(text).toBe(body)
  else expect(text).toMatch(body)
  expect((await shop.call(referencePath, token)).status).toBe(200)
})

it('a 429 may carry the rate', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'throttled', rateLimit: '0.25' } })
  const response = await shop.call(referencePath, await shop.token())
  expect(response.headers.get('x-amzn-ratelimit-limit')).toBe('0.25')
})

it('the token endpoint fails in its own shape', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'lwa', fault: { kind: 'internal-failure' } })
  shop.simulator.faults.push({ operation: 'lwa', fault: { kind: 'unavailable' } })
  const answers = [await shop.askLwa({}), await shop.askLwa({})]
  expect(answers.map((answer) => answer.status)).toEqual([500, 503])
  expect(await answers[1]?.json()).toMatchObject({ error: 'temporarily_unavailable' })
})

it('each fault meets the operation and seller that it names, in order, as often as it says', async () => {
  await using shop = await openShop()
  const { faults } = shop.simulator
  shop.simulator.registerSeller({ sellerId: 'SELLER-TWO', region: 'eu-west-1', refreshToken: 'Atzr|two' })
  const one = await shop.token()
  const two = await shop.token('Atzr|two')
  faults.push({ operation: 'v0.getOrder', fault: { kind: 'unavailable' } })
  faults.push({ operation: 'getOrder', sellerId: 'SELLER-ONE', times: 2, fault: { kind: 'unavailable' } })
  faults.push({ operation: 'getOrder', times: Infinity, fault: { kind: 'too-large' } })
  const status = async (token: string) => (await shop.call(referencePath, token)).status
  expect([await status(two), await status(one), await status(one), await status(one)]).toEqual([413, 503, 503, 413])
  faults.clear()
  expect(await status(one)).toBe(200)
})

it('the answer can be about another order than the requested one', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'other-order' } })
  const body: unknown = await (await shop.call(referencePath, await shop.token())).json()
  expect(body).toHaveProperty('order.orderId')
  expect(body).not.toHaveProperty('order.orderId', '171-4093870-1757126')
})

it('a reset connection gives no answer', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'reset' } })
  await expect(shop.call(referencePath, token)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect(shop.simulator.requestLog.requests.at(-1)).toMatchObject({ operation: 'getOrder', status: null })
})

it('a truncated body ends before its length', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'truncated' } })
  const response = await shop.call(referencePath, token)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('terminated')
})

it('a huge body has the requested size', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'huge', bytes: 5_000_000 } })
  const response = await shop.call(referencePath, await shop.token())
  expect(response.headers.get('content-length')).toBeNull()
  expect((await response.arrayBuffer()).byteLength).toBe(5_000_000)
})

it('a compressed body unpacks to the requested size', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'gzip-bomb', bytes: 20_000_000 } })
  const response = await shop.call(referencePath, await shop.token())
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect((await response.arrayBuffer()).byteLength).toBe(20_000_000)
})

it.each(['huge', 'gzip-bomb'] as const)('a caller may abandon a %s body', async (kind) => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind, bytes: 1e12 } })
  const response = await shop.call(referencePath, token)
  await response.body?.cancel()
  expect((await shop.call(referencePath, token)).status).toBe(200)
})

it('a delay is as long as it says, by the injected timer', async () => {
  const waits: number[] = []
  await using shop = await openShop({
    wait: async (ms) => {
      waits.push(ms)
    },
  })
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'delay', ms: 86_400_000 } })
  expect((await shop.call(referencePath, await shop.token())).status).toBe(200)
  expect(waits).toEqual([86_400_000])
})

it('every answer takes the latency, by the injected timer', async () => {
  const waits: number[] = []
  await using shop = await openShop({
    latencyMs: 3_600_000,
    wait: async (ms) => {
      waits.push(ms)
    },
  })
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'unavailable' } })
  expect((await shop.call(referencePath, await shop.token())).status).toBe(503)
  expect(waits).toEqual([3_600_000, 3_600_000])
})

it('a hanging request continues when it is released', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const hanging = shop.call(referencePath, token)
  await shop.simulator.requestLog.received('getOrder')
  expect(shop.simulator.requestLog.requests.at(-1)).toMatchObject({ status: null, simulatorTimeMs: null })
  shop.simulator.faults.release()
  expect((await hanging).status).toBe(200)
  expect(shop.simulator.requestLog.requests.at(-1)).toMatchObject({ status: 200 })
})

it.each<AmazonFault>([{ kind: 'hang' }, { kind: 'delay', ms: 86_400_000 }])(
  'a caller that abandons a $kind does no harm',
  async (fault) => {
    await using shop = await openShop()
    const token = await shop.token()
    const abandon = new AbortController()
    shop.simulator.faults.push({ operation: 'getOrder', fault })
    const hanging = shop.call(referencePath, token, { signal: abandon.signal })
    await shop.simulator.requestLog.received('getOrder')
    abandon.abort()
    await expect(hanging).rejects.toThrow('aborted')
    shop.simulator.faults.release()
    expect((await shop.call(referencePath, token)).status).toBe(200)
  },
)

it.each<AmazonFault>([{ kind: 'hang' }, { kind: 'delay', ms: 86_400_000 }, { kind: 'huge', bytes: 1e12 }])(
  'closing ends a $kind at once',
  async (fault) => {
    await using shop = await openShop()
    const token = await shop.token()
    shop.simulator.faults.push({ operation: 'getOrder', fault })
    const ended = shop.call(referencePath, token).then((response) => response.arrayBuffer())
    await Promise.all([
      expect(ended).rejects.toThrow(/fetch failed|terminated/),
      shop.simulator.requestLog.received('getOrder').then(() => shop.simulator.close()),
    ])
  },
)
