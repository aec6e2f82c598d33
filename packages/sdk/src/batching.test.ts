import { describe, expect, it } from 'vitest'
import { emptyPage, success, type ReceivedRequest } from './testing/fake-service.ts'
import { openClient } from './testing/open-client.ts'

const ok = (request: ReceivedRequest) => success(request, () => emptyPage)
const tenantOf = ({ headers }: ReceivedRequest) => headers['x-tenant-id']

describe('a batch', () => {
  it('sends concurrent reads in one request', async () => {
    const { orders, requests } = openClient((request) => success(request, (input) => ({ ...emptyPage, input })))
    const pages = await Promise.all([orders.list({ q: 'a' }), orders.get({ orderId: 'b' }), orders.list({ q: 'c' })])
    expect(requests).toHaveLength(1)
    expect(requests[0]?.method).toBe('GET')
    expect(requests[0]?.calls.map(({ path }) => path)).toEqual(['orders.list', 'orders.get', 'orders.list'])
    expect(pages).toMatchObject([{ input: { q: 'a' } }, { input: { orderId: 'b' } }, { input: { q: 'c' } }])
  })

  it('never holds more calls than the service accepts, whatever the option says', async () => {
    const { orders, requests } = openClient(ok, { batch: { maxItems: 1000 } })
    await Promise.all(Array.from({ length: 45 }, () => orders.list()))
    expect(requests.map(({ calls }) => calls.length)).toEqual([20, 20, 5])
  })

  it('never has a URL longer than its limit', async () => {
    const { orders, requests } = openClient(ok, { batch: { maxUrlLength: 600 } })
    await Promise.all(Array.from({ length: 20 }, () => orders.list({ q: 'é'.repeat(30) })))
    expect(requests.length).toBeGreaterThan(1)
    for (const { url } of requests) expect(url.length).toBeLessThanOrEqual(600)
    expect(requests.flatMap(({ calls }) => calls)).toHaveLength(20)
  })

  it.each([
    ['é'.repeat(990), {}],
    ['a', { maxUrlLength: 10 }],
    ['é'.repeat(40), { maxUrlLength: 300 }],
  ])('excludes a read whose encoded URL alone is too long: %s, %j', async (q, batch) => {
    const { orders, requests } = openClient((request) => success(request, (input) => ({ ...emptyPage, input })), {
      batch,
    })
    expect(await orders.list({ q })).toMatchObject({ input: { q } })
    expect(requests.map(({ isBatch }) => isBatch)).toEqual([false])
  })

  it('includes a read whose URL is exactly as long as the limit', async () => {
    const url = `https://orders.example/trpc/orders.list?batch=1&input=${encodeURIComponent('{"0":{"q":"é"}}')}`
    for (const [maxUrlLength, isBatch] of [
      [url.length, true],
      [url.length - 1, false],
    ] as const) {
      const { orders, requests } = openClient(ok, { batch: { maxUrlLength } })
      await orders.list({ q: 'é' })
      expect(requests.map((request) => request.isBatch)).toEqual([isBatch])
    }
  })

  it('excludes a read that would fill it alone', async () => {
    const { orders, requests } = openClient(ok)
    await Promise.all([orders.list(), orders.get({ orderId: 'x'.repeat(5000) }), orders.list()])
    expect(requests.map(({ calls }) => calls.length).toSorted()).toEqual([1, 2])
  })

  it('excludes imports, so that none waits for another', async () => {
    const { orders, requests } = openClient(ok)
    await Promise.all([orders.import({ orderRef: 'a' }), orders.import({ orderRef: 'b' }), orders.list()])
    expect(requests.map(({ method, isBatch }) => [method, isBatch]).toSorted()).toEqual([
      ['GET', true],
      ['POST', false],
      ['POST', false],
    ])
  })

  it('can be switched off', async () => {
    const { orders, requests } = openClient(ok, { batch: false })
    await Promise.all([orders.list(), orders.list()])
    expect(requests.map(({ isBatch }) => isBatch)).toEqual([false, false])
  })
})

describe('calls of different kinds', () => {
  it('never share a request when their tenants differ', async () => {
    const { orders, requests } = openClient((request) =>
      success(request, () => ({ ...emptyPage, tenant: tenantOf(request) })),
    )
    const tenants = Array.from({ length: 60 }, (_, index) => ['boutique-lyon', 'atelier-nantes', 'other'][index % 3])
    const pages = await Promise.all(
      tenants.map((tenantId, index) => orders.list({}, index % 3 === 0 ? {} : { tenantId })),
    )
    expect(pages).toMatchObject(tenants.map((tenant) => ({ tenant })))
    for (const request of requests)
      expect(request.calls.length === 1 || tenantOf(request) === 'boutique-lyon').toBe(true)
    expect(requests.some(({ calls }) => calls.length > 1)).toBe(true)
  })

  it('never share a request when one has a request id of its own', async () => {
    const { orders, requests } = openClient(ok)
    await Promise.all([
      orders.list({}, { requestId: 'trace-1' }),
      orders.list({}, { requestId: 'trace-2' }),
      orders.list(),
      orders.list(),
    ])
    const ids = requests.map(({ headers, calls }) => [headers['x-request-id'] ?? 'none', calls.length])
    expect(ids.toSorted()).toEqual([
      ['none', 2],
      ['trace-1', 1],
      ['trace-2', 1],
    ])
  })
})
