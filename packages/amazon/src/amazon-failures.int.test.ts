import type { ErrorCode } from '@orderport/domain'
import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, onTestFinished, it, vi } from 'vitest'
import { maxBodyBytes } from './transport/read-body.ts'
import { connectSeller } from './testing/connected-seller.ts'
import { expectFailure } from './testing/expect-failure.ts'
import { sampleOrderId } from './testing/sample-order.ts'

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

function amazonError(status: number, code: string, message = ''): AmazonFault {
  return answer(status, { errors: [{ code, message }] })
}

/** The attempts at a request whose fault looks transient. */
const retried = 3
/** Amazon may have refused a part of the order: it is asked for the order without any. */
const withoutParts = 2
const klingon = { 'content-type': 'application/json; charset=klingon' }
const deepOrder = `{"order":{"orderId":"${sampleOrderId}","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
const always = Number.POSITIVE_INFINITY

type Row = readonly [name: string, fault: AmazonFault, code: ErrorCode, attempts?: number]

function named(rows: readonly Row[]) {
  return rows.map(([name, fault, code, attempts = 1]) => ({ name, fault, code, attempts }))
}

const getOrderFailures: readonly Row[] = [
  ['404', amazonError(404, 'NotFound'), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['404 about the order', amazonError(404, 'ResourceNotFound', 'No such order.'), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['404 about its URI', amazonError(404, 'ResourceNotFound', 'The URI is unknown.'), 'UPSTREAM_ERROR'],
  ['a gateway’s 404', answer(404, { message: 'Not Found' }), 'UPSTREAM_ERROR'],
  ['a gateway’s 404 of null', answer(404, { message: null }), 'UPSTREAM_ERROR'],
  ['a gateway’s 404 without a body', answer(404), 'UPSTREAM_ERROR'],
  ['a gateway’s web page with 404', answer(404, '<h1>Not Found</h1>'), 'UPSTREAM_ERROR'],
  ['a gateway’s 403', answer(403, { message: 'Forbidden' }), 'UPSTREAM_ERROR'],
  ['a gateway’s web page with 403', answer(403, '<h1>Forbidden</h1>'), 'UPSTREAM_ERROR'],
  ['a gateway’s 400', answer(400, { message: 'Bad Request' }), 'UPSTREAM_ERROR'],
  ['200 with {}', answer(200, {}), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['200 with an empty payload', answer(200, { payload: {} }), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['200 with order null', answer(200, { order: null }), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['200 with an order without id', answer(200, { order: {} }), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['200 with another order', { kind: 'other-order' }, 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['400 about the order id', amazonError(400, 'InvalidInput', 'Invalid order id.'), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['400 about anything else', amazonError(400, 'InvalidInput', 'Invalid Input'), 'UPSTREAM_ERROR', withoutParts],
  ['403 for our own secret', { kind: 'forbidden', reason: 'expired-secret' }, 'APP_CREDENTIALS_INVALID'],
  ['403 without details', { kind: 'forbidden', reason: 'no-details' }, 'UPSTREAM_FORBIDDEN', withoutParts],
  ['403 for a missing role', { kind: 'forbidden', reason: 'access-denied' }, 'UPSTREAM_FORBIDDEN', withoutParts],
  ['413', { kind: 'too-large' }, 'UPSTREAM_ERROR'],
  ['415', answer(415), 'UPSTREAM_ERROR'],
  ['429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR', retried],
  ['503', { kind: 'unavailable' }, 'UPSTREAM_ERROR', retried],
  ['a web page', { kind: 'html' }, 'UPSTREAM_ERROR', retried],
  ['200 without a body', { kind: 'empty' }, 'UPSTREAM_ERROR', retried],
  ['200 with blanks', answer(200, ' \n'), 'UPSTREAM_ERROR', retried],
  [
    '200 of bytes that are no text',
    { kind: 'answer', status: 200, body: '{}', headers: klingon },
    'UPSTREAM_ERROR',
    retried,
  ],
  ['200 with a gateway’s message', answer(200, { message: 'Internal server error' }), 'UPSTREAM_ERROR'],
  ['200 with an error about the order', answer(200, { errors: [{ code: 'NotFound' }] }), 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['an order with a field nested 100,000 deep', answer(200, deepOrder), 'UPSTREAM_ERROR', retried],
  ['a list', answer(200, []), 'UPSTREAM_ERROR'],
  ['an order that is text', answer(200, { order: sampleOrderId }), 'UPSTREAM_ERROR'],
  ['200 with errors', answer(200, { errors: [{ code: 'InternalFailure' }] }), 'UPSTREAM_ERROR'],
  ['half an answer', { kind: 'truncated' }, 'UPSTREAM_ERROR', retried],
  ['a reset', { kind: 'reset' }, 'UPSTREAM_ERROR', retried],
  ['a body over the limit', { kind: 'huge', bytes: maxBodyBytes + 1 }, 'UPSTREAM_ERROR'],
  ['a small body that unpacks over the limit', { kind: 'gzip-bomb', bytes: 64 * maxBodyBytes }, 'UPSTREAM_ERROR'],
]

describe('getOrder', () => {
  it.each(named(getOrderFailures))('$name is $code', async ({ fault, code, attempts }) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault, times: always })
    expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
    expect(shop.amazon.requestLog.count('getOrder')).toBe(attempts)
    shop.amazon.faults.clear()
    await expect(shop.fetchOrder(), 'the failure is not remembered').resolves.toMatchObject({ status: 'Shipped' })
    expect(shop.amazon.requestLog.count('lwa')).toBe(1)
  })

  it.each([
    [undefined, 2],
    ['0.5', 2],
    ['0.0167', 60],
    ['5', 1],
    ['none', 2],
    ['0', 2],
    ['0.0001', 2],
    ['1e300', 2],
  ])('429 with the limit %s says to wait %i s', async (rateLimit, seconds) => {
    await using shop = await connectSeller()
    const fault = rateLimit === undefined ? { kind: 'throttled' as const } : { kind: 'throttled' as const, rateLimit }
    shop.amazon.faults.push({ operation: 'getOrder', fault })
    expect((await expectFailure(shop.fetchOrder())).retryAfterSeconds).toBe(seconds)
  })

  it('a redirect is not followed: the token would travel with it', async () => {
    await using shop = await connectSeller()
    await using elsewhere = await connectSeller()
    const fault = { kind: 'redirect', location: `${elsewhere.amazon.url}/stolen` } as const
    shop.amazon.faults.push({ operation: 'getOrder', fault })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_ERROR')
    expect(elsewhere.amazon.requestLog.requests).toHaveLength(0)
  })
})

describe('a transient fault', () => {
  it.each<AmazonFault>([{ kind: 'internal-failure' }, { kind: 'reset' }, { kind: 'truncated' }, { kind: 'html' }])(
    '(%j) is not noticed by the caller',
    async (fault) => {
      await using shop = await connectSeller()
      shop.amazon.faults.push({ operation: 'lwa', fault })
      shop.amazon.faults.push({ operation: 'getOrder', fault, times: 2 })
      await expect(shop.fetchOrder()).resolves.toMatchObject({ status: 'Shipped' })
      expect(shop.attempts.map(({ operation }) => operation)).toEqual([
        'getAccessToken',
        'getAccessToken',
        'getOrder',
        'getOrder',
        'getOrder',
      ])
    },
  )
})

describe('an outage', () => {
  it('of the orders service stops the requests, until a probe succeeds after five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'unavailable' }, times: always })
    for (let index = 0; index < 7; index += 1) await expectFailure(shop.fetchOrder())
    expect(shop.amazon.requestLog.count('getOrder')).toBe(20)
    expect((await expectFailure(shop.fetchOrder())).retryAfterSeconds).toBe(5)
    expect(shop.amazon.requestLog.count('getOrder')).toBe(20)
    shop.amazon.faults.clear()
    vi.advanceTimersByTime(5000)
    await expect(shop.fetchOrder()).resolves.toMatchObject({ status: 'Shipped' })
    expect(shop.circuit.map(({ state }) => state)).toEqual(['open', 'probing', 'closed'])
  })

  it('of the token service does not affect sellers whose token is cached', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    const other = { ...shop.secret, refresh_token: 'Atzr|second' }
    shop.seller.authorise('Atzr|second')
    const first = { ...shop.secret }
    Object.assign(shop.secret, other)
    shop.amazon.faults.push({ operation: 'lwa', fault: { kind: 'unavailable' }, times: always })
    for (let index = 0; index < 8; index += 1) await expectFailure(shop.fetchOrder())
    expect(shop.circuit.map(({ state }) => state)).toEqual(['open'])
    Object.assign(shop.secret, first)
    await expect(shop.fetchOrder()).resolves.toMatchObject({ status: 'Shipped' })
  })
})

const tokenFailures: readonly Row[] = [
  ['invalid_grant', answer(400, { error: 'invalid_grant' }), 'CHANNEL_REAUTH_REQUIRED'],
  ['invalid_client', answer(401, { error: 'invalid_client' }), 'APP_CREDENTIALS_INVALID'],
  ['unauthorized_client', answer(400, { error: 'unauthorized_client' }), 'CHANNEL_REAUTH_REQUIRED'],
  ['unauthorized_client with 401', answer(401, { error: 'unauthorized_client' }), 'CHANNEL_REAUTH_REQUIRED'],
  ['invalid_request', answer(400, { error: 'invalid_request' }), 'UPSTREAM_ERROR'],
  ['429', answer(429), 'RATE_LIMITED'],
  ['500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR', retried],
  ['503', { kind: 'unavailable' }, 'UPSTREAM_ERROR', retried],
  ['500 that names the grant', answer(500, { error: 'invalid_grant' }), 'UPSTREAM_ERROR', retried],
  ['a web page', { kind: 'html' }, 'UPSTREAM_ERROR', retried],
  ['200 without a token', answer(200, { expires_in: 3600 }), 'UPSTREAM_ERROR'],
  ['200 without a body', { kind: 'empty' }, 'UPSTREAM_ERROR', retried],
  ['half an answer', { kind: 'truncated' }, 'UPSTREAM_ERROR', retried],
  ['a reset', { kind: 'reset' }, 'UPSTREAM_ERROR', retried],
  ['a redirect', { kind: 'redirect', location: 'https://lwa.example' }, 'UPSTREAM_ERROR'],
]

describe('the token service', () => {
  it.each(named(tokenFailures))('$name is $code', async ({ fault, code, attempts }) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'lwa', fault, times: always })
    expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
    expect(shop.amazon.requestLog.count('lwa')).toBe(attempts)
    expect(shop.amazon.requestLog.count('getOrder')).toBe(0)
    shop.amazon.faults.clear()
    await expect(shop.fetchOrder(), 'the failure is not remembered').resolves.toMatchObject({ status: 'Shipped' })
  })
})

describe('each attempt', () => {
  it('is reported with what a metric and Amazon’s support need', async () => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'throttled' } })
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'reset' } })
    await expectFailure(shop.fetchOrder())
    await shop.fetchOrder()
    const [token, throttled, , good] = shop.amazon.requestLog.requests
    const getOrder = {
      operation: 'getOrder',
      method: 'GET',
      pathTemplate: '/orders/2026-01-01/orders/{orderId}',
      sellerId: 'A1SELLER',
      durationMs: 0,
    }
    expect(shop.attempts).toEqual([
      {
        operation: 'getAccessToken',
        method: 'POST',
        pathTemplate: '/auth/o2/token',
        sellerId: 'A1SELLER',
        status: 200,
        code: null,
        failure: null,
        amazonRequestId: token?.requestId,
        durationMs: 0,
      },
      { ...getOrder, status: 429, code: 'QuotaExceeded', failure: null, amazonRequestId: throttled?.requestId },
      { ...getOrder, status: null, code: null, failure: 'UPSTREAM_ERROR', amazonRequestId: null },
      { ...getOrder, status: 200, code: null, failure: null, amazonRequestId: good?.requestId },
    ])
  })

  it('and each failure hold no secret and no personal data', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    const quoting = { code: 'Atza|x Camille', message: 'Camille Petit', details: 'the-app-secret' }
    shop.amazon.faults.push({ operation: 'getOrder', fault: answer(500, { errors: [quoting] }), times: 3 })
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'other-order' } })
    const failures = [await expectFailure(shop.fetchOrder()), await expectFailure(shop.fetchOrder())]
    const written = JSON.stringify([
      shop.attempts,
      failures.map(({ detail, message, cause }) => [detail, message, cause]),
    ])
    expect(written).toContain('getOrder answered 500')
    expect(written).not.toMatch(/Atza|Atzr|secret|Camille|Petit/)
  })
})
