import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { OrderportError } from './orderport-error.ts'
import { failure, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'
import { orderportLinks } from './trpc.ts'

const token = 'eyJhbGciOi.J9.c2VjcmV0'
const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'
const html = { 'content-type': 'text/html' }
const page = (status: number, body = '<html>secret of the page</html>') => new Response(body, { status, headers: html })

describe('a response that is not Orderport’s', () => {
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
  ])('%s is UNREADABLE_ANSWER, and the error does not quote it', async (_name, respond, details, message) => {
    for (const batch of [true, false]) {
      const { orders } = openClient(respond, { maxRetries: 0, batch })
      const error = await expectFailure(orders.get({ orderId: 'private' }))
      expect(error).toMatchObject({ code: 'UNREADABLE_ANSWER', sentence: noAnswer, ...details })
      expect(error.message).toMatch(message)
      expect(error.message).toContain('GET https://orders.example/trpc/orders.get')
      expect(error.message).not.toMatch(/secret|private/)
    }
  })

  it.each([
    [
      'a batch that is too short',
      (request: ReceivedRequest) => Response.json(request.calls.slice(1).map(() => ({ result: { data: 1 } }))),
    ],
    [
      'an error without a code of Orderport',
      () => Response.json([{ error: { code: -1, message: 'x', data: {} } }], { status: 500 }),
    ],
  ])('%s is UNREADABLE_ANSWER', async (_name, respond) => {
    const { orders } = openClient(respond, { maxRetries: 0 })
    const [, error] = await Promise.allSettled([orders.list(), expectFailure(orders.list())])
    expect(error).toMatchObject({ value: { code: 'UNREADABLE_ANSWER' } })
  })

  it('with one result for several calls is UNREADABLE_ANSWER for each of them', async () => {
    const { orders, requests } = openClient(() => Response.json({ result: { data: 'of whom?' } }))
    const errors = await Promise.all([expectFailure(orders.get({ orderId: 'a' })), expectFailure(orders.list())])
    expect(errors.map(({ code }) => code)).toEqual(['UNREADABLE_ANSWER', 'UNREADABLE_ANSWER'])
    expect(requests).toHaveLength(1)
  })

  it('with one failure for several calls is the failure of each', async () => {
    const one = (request: ReceivedRequest) =>
      failure({ ...request, isBatch: false }, { code: 'AUTH_REQUIRED', retryable: false })
    const { orders, requests } = openClient(one)
    const errors = await Promise.all([expectFailure(orders.get({ orderId: 'a' })), expectFailure(orders.list())])
    expect(errors.map(({ code }) => code)).toEqual(['AUTH_REQUIRED', 'AUTH_REQUIRED'])
    expect(requests).toHaveLength(1)
  })

  it('provides the request id from its header', async () => {
    const headers = { 'x-request-id': 'request-of-proxy' }
    const { orders } = openClient(() => new Response('', { status: 500, headers }))
    expect((await expectFailure(orders.list())).requestId).toBe('request-of-proxy')
  })
})

describe('an error', () => {
  it('has the fields that the service sent, and keeps an unknown code', async () => {
    const { orders } = openClient((request) => failure(request, { code: 'NEW_IN_2027', status: 418, retryable: false }))
    const error = await expectFailure(orders.import({ orderRef: 'a' }))
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

  it('of another copy of the package is recognised by its marker', async () => {
    const { orders } = openClient((request) => failure(request, { retryable: false }))
    const error = await expectFailure(orders.list())
    vi.resetModules()
    const copy = await import('./orderport-error.ts')
    expect(error instanceof copy.OrderportError).toBe(false)
    expect(copy.OrderportError.isInstance(error)).toBe(true)
    for (const other of [null, undefined, 'OrderportError', {}, new Error('x')]) {
      expect(OrderportError.isInstance(other)).toBe(false)
    }
  })
})

describe('a call without a response', () => {
  it('is NETWORK with the messages of the platform’s error and its causes', async () => {
    const { orders } = openClient(
      () => {
        const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
        throw new TypeError('fetch failed', { cause: refused })
      },
      { maxRetries: 0 },
    )
    expect(await expectFailure(orders.list())).toMatchObject({
      code: 'NETWORK',
      message: 'No answer to GET https://orders.example/trpc/orders.list: fetch failed: ECONNREFUSED',
      status: null,
      retryable: true,
    })
  })
})

describe('the token', () => {
  /** Everything that a log or a debugger may show of a value. */
  const printed = (value: unknown) =>
    [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value)].join('\n')

  /** Throws as some HTTP clients do: with the request attached to the error and quoted in it, nested. */
  function throwWithRequest(request: ReceivedRequest): never {
    const cause = Object.assign(new Error(`sent ${JSON.stringify(request.headers)}`), {
      code: 'ECONNRESET',
      request,
    })
    throw Object.assign(new TypeError(`fetch failed for ${request.headers['authorization']}`, { cause }), {
      config: request,
    })
  }

  it('is in no error that fetch threw', async () => {
    const { orders } = openClient(throwWithRequest, { token, headers: { 'x-key': 'key-of-ours' }, maxRetries: 1 })
    const error = await expectFailure(orders.list())
    expect(error).toMatchObject({ code: 'NETWORK', cause: { name: 'TypeError', cause: { code: 'ECONNRESET' } } })
    expect(printed(error)).toContain('[hidden]')
    expect(printed(error)).toContain('boutique-lyon')
    expect(printed(error)).not.toMatch(/eyJhbGciOi|c2VjcmV0|key-of-ours/)
  })

  it('is not in the error of a response, nor in the client', async () => {
    const client = openClient((request) => failure(request), { token, maxRetries: 0 })
    expect(printed(await expectFailure(client.orders.list()))).not.toContain(token)
    expect(printed(client.orders)).not.toContain(token)
    expect(printed(orderportLinks({ baseUrl: '/', tenantId: 'a', token }))).not.toContain(token)
  })
})
