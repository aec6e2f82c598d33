import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { OrderportError } from './orderport-error.ts'
import { failure, type Seen } from './testing/fake-service.ts'
import { errorOf, openClient } from './testing/open-client.ts'
import { orderportLinks } from './trpc.ts'

const token = 'eyJhbGciOi.J9.c2VjcmV0'
const html = { 'content-type': 'text/html' }
const page = (status: number, body = '<html>secret of the page</html>') => new Response(body, { status, headers: html })

describe('an answer that is not Orderport’s', () => {
  it.each([
    ['a proxy’s page', () => page(502), { status: 502, retryable: true }, /502, text\/html.*does not reach Orderport/],
    ['a page of another site', () => page(200), { status: 200, retryable: false }, /Is baseUrl right/],
    ['a wrong address', () => page(404), { status: 404, retryable: false }, /Is baseUrl right/],
    [
      'REST’s answer',
      () => Response.json({ error: 'x', code: 'ROUTE_NOT_FOUND' }, { status: 404 }),
      { status: 404 },
      /baseUrl/,
    ],
    ['a gateway’s JSON', () => Response.json({ message: 'Forbidden' }, { status: 403 }), { status: 403 }, /refuses/],
    ['a proxy’s limit', () => page(413), { status: 413, retryable: false }, /too large/],
    ['an empty body', () => new Response('', { status: 200 }), { status: 200, retryable: false }, /an empty body/],
    ['no content', () => new Response(null, { status: 204 }), { status: 204, retryable: false }, /an empty body/],
    ['a redirect', () => new Response(null, { status: 308 }), { status: 308, retryable: false }, /never follows/],
    ['half of a JSON text', () => new Response('[{"result"', { status: 200 }), { status: 200 }, /Is baseUrl right/],
    ['a result without data', () => Response.json({ result: {} }), { status: 200 }, /Is baseUrl right/],
    ['an empty batch', () => Response.json([]), { status: 200 }, /Is baseUrl right/],
  ])('%s is UNREADABLE_ANSWER, without its text', async (_name, answer, details, message) => {
    for (const batch of [true, false]) {
      const { orders } = openClient(answer, { maxRetries: 0, batch })
      const error = await errorOf(orders.get({ orderId: 'private' }))
      expect(error).toMatchObject({ code: 'UNREADABLE_ANSWER', sentence: null, ...details })
      expect(error.message).toMatch(message)
      expect(error.message).toContain('GET https://orders.example/trpc/orders.get')
      expect(error.message).not.toMatch(/secret|private/)
    }
  })

  it.each([
    [
      'a batch that is too short',
      (seen: Seen) => Response.json(seen.calls.slice(1).map(() => ({ result: { data: 1 } }))),
    ],
    [
      'an error without a code of ours',
      () => Response.json([{ error: { code: -1, message: 'x', data: {} } }], { status: 500 }),
    ],
  ])('%s is UNREADABLE_ANSWER', async (_name, answer) => {
    const { orders } = openClient(answer, { maxRetries: 0 })
    const [, error] = await Promise.allSettled([orders.list(), errorOf(orders.list())])
    expect(error).toMatchObject({ value: { code: 'UNREADABLE_ANSWER' } })
  })

  it('that gives one result to several calls is UNREADABLE_ANSWER for each of them', async () => {
    const { orders, requests } = openClient(() => Response.json({ result: { data: 'of whom?' } }))
    const errors = await Promise.all([errorOf(orders.get({ orderId: 'a' })), errorOf(orders.list())])
    expect(errors.map(({ code }) => code)).toEqual(['UNREADABLE_ANSWER', 'UNREADABLE_ANSWER'])
    expect(requests).toHaveLength(1)
  })

  it('that gives one failure to several calls is the failure of each', async () => {
    const one = (seen: Seen) => failure({ ...seen, isBatch: false }, { code: 'AUTH_REQUIRED', retryable: false })
    const { orders, requests } = openClient(one)
    const errors = await Promise.all([errorOf(orders.get({ orderId: 'a' })), errorOf(orders.list())])
    expect(errors.map(({ code }) => code)).toEqual(['AUTH_REQUIRED', 'AUTH_REQUIRED'])
    expect(requests).toHaveLength(1)
  })

  it('takes the request id from the header', async () => {
    const headers = { 'x-request-id': 'request-of-proxy' }
    const { orders } = openClient(() => new Response('', { status: 500, headers }))
    expect((await errorOf(orders.list())).requestId).toBe('request-of-proxy')
  })
})

describe('an error', () => {
  it('has what the service says, a code of a newer one too', async () => {
    const { orders } = openClient((seen) => failure(seen, { code: 'NEW_IN_2027', status: 418, retryable: false }))
    const error = await errorOf(orders.import({ orderRef: 'a' }))
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      code: 'NEW_IN_2027',
      sentence: 'Échec : NEW_IN_2027.',
      status: 418,
      retryable: false,
      requestId: 'request-of-service',
      retryAfterSeconds: null,
    })
    expect(String(error)).toBe('OrderportError: It failed with NEW_IN_2027.')
  })

  it('of another copy of the package is known by its marker', async () => {
    const { orders } = openClient((seen) => failure(seen, { retryable: false }))
    const error = await errorOf(orders.list())
    vi.resetModules()
    const copy = await import('./orderport-error.ts')
    expect(error instanceof copy.OrderportError).toBe(false)
    expect(copy.OrderportError.isInstance(error)).toBe(true)
    for (const other of [null, undefined, 'OrderportError', {}, new Error('x')]) {
      expect(OrderportError.isInstance(other)).toBe(false)
    }
  })
})

describe('no answer', () => {
  it('is NETWORK with all that the platform says about it', async () => {
    const { orders } = openClient(
      () => {
        const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
        throw new TypeError('fetch failed', { cause: refused })
      },
      { maxRetries: 0 },
    )
    expect(await errorOf(orders.list())).toMatchObject({
      code: 'NETWORK',
      message: 'No answer to GET https://orders.example/trpc/orders.list: fetch failed: ECONNREFUSED',
      status: null,
      retryable: true,
    })
  })
})

describe('the token', () => {
  /** All that a log or a debugger may show of a value. */
  const shown = (value: unknown) =>
    [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value)].join('\n')

  /** As careless clients throw: the request hung on the error and quoted in it, nested. */
  function careless(seen: Seen): never {
    const cause = Object.assign(new Error(`sent ${JSON.stringify(seen.headers)}`), {
      code: 'ECONNRESET',
      request: seen,
    })
    throw Object.assign(new TypeError(`fetch failed for ${seen.headers['authorization']}`, { cause }), { config: seen })
  }

  it('is in no error, whatever fetch throws', async () => {
    const { orders } = openClient(careless, { token, headers: { 'x-key': 'key-of-ours' }, maxRetries: 1 })
    const error = await errorOf(orders.list())
    expect(error).toMatchObject({ code: 'NETWORK', cause: { name: 'TypeError', cause: { code: 'ECONNRESET' } } })
    expect(shown(error)).toContain('[hidden]')
    expect(shown(error)).toContain('boutique-lyon')
    expect(shown(error)).not.toMatch(/eyJhbGciOi|c2VjcmV0|key-of-ours/)
  })

  it('is in no error of an answer, and not in the client', async () => {
    const client = openClient((seen) => failure(seen), { token, maxRetries: 0 })
    expect(shown(await errorOf(client.orders.list()))).not.toContain(token)
    expect(shown(client.orders)).not.toContain(token)
    expect(shown(orderportLinks({ baseUrl: '/', tenantId: 'a', token }))).not.toContain(token)
  })
})
