import { describe, expect, it } from 'vitest'
import { createOrderport } from './create-orderport.ts'
import { emptyPage, failure, success, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

const ok = (request: ReceivedRequest) => success(request, (input) => ({ ...emptyPage, input }))

describe('a call', () => {
  it('is sent to its procedure with its input and the client’s tenant', async () => {
    const { orders, requests } = openClient(ok, { baseUrl: 'https://orders.example/base/' })
    expect(await orders.import({ orderRef: '171-4093870-1757126', refresh: true })).toMatchObject({
      input: { orderRef: '171-4093870-1757126', refresh: true },
    })
    expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://orders.example/base/trpc/orders.import' })
    expect(requests[0]?.headers).toEqual({ 'content-type': 'application/json', 'x-tenant-id': 'boutique-lyon' })
  })

  it('for the late orders needs no input', async () => {
    const { orders, requests } = openClient(ok, { batch: false })
    expect(await orders.late()).toMatchObject({ input: {} })
    expect(await orders.late({ limit: 5 })).toMatchObject({ input: { limit: 5 } })
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/trpc/orders.late', '/trpc/orders.late'])
  })

  it('sends its request id', async () => {
    const { orders, requests } = openClient(ok)
    await orders.get({ orderId: 'a' }, { requestId: 'trace-1' })
    expect(requests[0]?.headers['x-request-id']).toBe('trace-1')
  })

  it('asks for the token and the headers before each request', async () => {
    let tokens = 0
    const { orders, requests } = openClient((request, index) => (index === 0 ? failure(request) : ok(request)), {
      token: async () => `token-${(tokens += 1)}`,
      headers: () => ({ 'X-Shop': String(tokens) }),
    })
    await orders.get({ orderId: 'a' })
    const received = requests.map(({ headers }) => [headers['authorization'], headers['x-shop']])
    expect(received).toEqual([
      ['Bearer token-1', '0'],
      ['Bearer token-2', '1'],
    ])
  })

  it('has no authorization without a token, and overrides a tenant among the headers', async () => {
    const headers = { 'X-Tenant-ID': 'another', 'x-api-version': '1' }
    const { orders, requests } = openClient(ok, { token: () => null, headers })
    await orders.list()
    expect(requests[0]?.headers).toEqual({ 'x-tenant-id': 'boutique-lyon', 'x-api-version': '1' })
  })

  it('fails with AUTH_REQUIRED when the token function fails, and sends nothing', async () => {
    const { orders, requests } = openClient(ok, { token: () => Promise.reject(new Error('logged out')) })
    const error = await expectFailure(orders.list())
    expect(error).toMatchObject({ code: 'AUTH_REQUIRED', status: null, retryable: false })
    expect(error.cause).toMatchObject({ message: 'logged out' })
    expect(requests).toHaveLength(0)
  })

  it.each(['token\nwith a line', 'jeton-€'])('fails without quoting a token that can’t be sent', async (token) => {
    const { orders, requests } = openClient(ok, { token })
    const error = await expectFailure(orders.list())
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', retryable: false })
    expect(error.message).toContain('"authorization"')
    expect(error.message).not.toContain(token)
    expect(error.cause).toBeUndefined()
    expect(requests).toHaveLength(0)
  })
})

describe('the client options', () => {
  it.each([
    { baseUrl: 'https://user:secret@orders.example' },
    { baseUrl: 'https://orders.example?x=1' },
    { baseUrl: 'orders.example' },
    { baseUrl: 'ftp://orders.example' },
    { baseUrl: '//orders.example' },
    { baseUrl: '/\\orders.example' },
    { baseUrl: 'https://' },
    { baseUrl: ' https://orders.example' },
    { tenantId: '' },
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { maxRetries: Number.NaN },
    { maxRetries: -1 },
    { maxRetries: 0.5 },
    { batch: { maxItems: 0 } },
    { batch: { maxItems: 1.5 } },
    { batch: { maxItems: Number.NaN } },
    { batch: { maxUrlLength: 0 } },
  ])('%j throws a TypeError that does not quote the value', (options) => {
    const create = () => createOrderport({ baseUrl: 'https://orders.example', tenantId: 'a', ...options })
    expect(create).toThrow(TypeError)
    expect(create).not.toThrow(/secret/)
  })

  it.each(['', '/', '/orderport', 'http://localhost:3000/', 'HTTPS://orders.example/base'])(
    'accept the base URL %j',
    (baseUrl) => {
      expect(() => createOrderport({ baseUrl, tenantId: 'a' })).not.toThrow()
    },
  )
})
