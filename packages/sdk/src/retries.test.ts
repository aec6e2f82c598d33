import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyPage, failure, success, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

const ok = (request: ReceivedRequest) => success(request, () => emptyPage)

/** Fails a number of times, then succeeds. */
function failing(times: number, fail: (request: ReceivedRequest) => Response = failure) {
  return (request: ReceivedRequest, index: number) => (index < times ? fail(request) : ok(request))
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a call with a transient failure', () => {
  it.each(['list', 'get', 'import'] as const)('is retried: orders.%s', async (name) => {
    const { orders, requests } = openClient(failing(2))
    const call =
      name === 'import'
        ? orders.import({ orderRef: 'a' })
        : name === 'get'
          ? orders.get({ orderId: 'a' })
          : orders.list()
    await vi.runAllTimersAsync()
    expect(await call).toEqual(emptyPage)
    expect(requests).toHaveLength(3)
  })

  it('is retried when the network failed', async () => {
    const { orders, requests } = openClient((request, index) => {
      if (index === 0) throw new TypeError('fetch failed')
      return ok(request)
    })
    const call = orders.import({ orderRef: 'a' })
    await vi.runAllTimersAsync()
    await call
    expect(requests).toHaveLength(2)
  })

  it.each([
    [{}, 3],
    [{ maxRetries: 0 }, 1],
    [{ maxRetries: 4 }, 5],
  ])('with the options %j is sent %d times', async (options, times) => {
    const { orders, requests } = openClient((request) => failure(request), options)
    const error = expectFailure(orders.list())
    await vi.runAllTimersAsync()
    expect(await error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503, retryable: true })
    expect(requests).toHaveLength(times)
  })

  it('is retried as often as its own option says', async () => {
    const { orders, requests } = openClient((request) => failure(request))
    const error = expectFailure(orders.list({}, { maxRetries: 1 }))
    await vi.runAllTimersAsync()
    await error
    expect(requests).toHaveLength(2)
  })

  it('waits for a random time, twice as long each time', async () => {
    const { orders, requests } = openClient(failing(2), { random: 0.5 })
    const call = orders.get({ orderId: 'a' })
    await vi.advanceTimersByTimeAsync(149)
    expect(requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await vi.advanceTimersByTimeAsync(299)
    expect(requests).toHaveLength(2)
    await vi.runAllTimersAsync()
    await call
    expect(requests).toHaveLength(3)
  })
})

describe('Retry-After', () => {
  it('is waited for', async () => {
    const { orders, requests } = openClient(
      failing(1, (request) => failure(request, { headers: { 'retry-after': '7' } })),
    )
    const call = orders.import({ orderRef: 'a' })
    await vi.advanceTimersByTimeAsync(6999)
    expect(requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await call
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['counts from the response’s own date', { date: 'Mon, 05 Jan 2026 12:00:00 GMT' }, 8],
    ['counts from now without one', {}, 3],
    ['counts from now when it can’t be read', { date: 'yesterday' }, 3],
  ])('that is a date %s', async (_name, dated, seconds) => {
    vi.setSystemTime('2026-01-05T12:00:05Z')
    const headers = { 'retry-after': 'Mon, 05 Jan 2026 12:00:08 GMT', ...dated }
    const { orders } = openClient((request) => failure(request, { headers }), { maxRetries: 0 })
    const error = expectFailure(orders.import({ orderRef: 'a' }))
    await vi.advanceTimersByTimeAsync(10)
    expect((await error).retryAfterSeconds).toBe(seconds)
  })

  it('of a batch delays the calls that can be retried, and is not in the errors of the others', async () => {
    const { orders, requests } = openClient((request, index) => {
      if (index > 0) return ok(request)
      const error = (appCode: string, httpStatus: number) => ({
        error: { code: -32000, message: appCode, data: { appCode, httpStatus, retryable: httpStatus === 503 } },
      })
      const headers = { 'retry-after': '7' }
      return Response.json([error('DATABASE_UNAVAILABLE', 503), error('ORDER_NOT_FOUND', 404)], {
        status: 207,
        headers,
      })
    })
    const [page, notFound] = [orders.list(), expectFailure(orders.get({ orderId: 'a' }))]
    await vi.advanceTimersByTimeAsync(6999)
    expect(requests).toHaveLength(1)
    expect(await notFound).toMatchObject({ code: 'ORDER_NOT_FOUND', status: 404, retryAfterSeconds: null })
    await vi.runAllTimersAsync()
    expect(await page).toEqual(emptyPage)
    expect(requests[1]?.calls).toHaveLength(1)
  })

  it('that exceeds the timeout fails the call at once, with the seconds to wait', async () => {
    const { orders, requests } = openClient((request) => failure(request, { headers: { 'retry-after': '60' } }))
    const error = expectFailure(orders.list())
    await vi.advanceTimersByTimeAsync(10)
    expect(await error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 60 })
    expect(requests).toHaveLength(1)
  })

  it('of a proxy is waited for as well', async () => {
    const busy = () =>
      new Response('<html>', { status: 503, headers: { 'retry-after': '2', 'content-type': 'text/html' } })
    const { orders, requests } = openClient(failing(1, busy))
    const call = orders.list()
    await vi.advanceTimersByTimeAsync(1999)
    expect(requests).toHaveLength(1)
    await vi.runAllTimersAsync()
    await call
    expect(requests).toHaveLength(2)
  })
})

describe('a call with a permanent failure', () => {
  it.each([
    { code: 'ORDER_NOT_FOUND', status: 404 },
    { code: 'AUTH_REQUIRED', status: 401 },
    { code: 'UPSTREAM_FORBIDDEN', status: 502 },
  ])('is not retried: $code', async ({ code, status }) => {
    const { orders, requests } = openClient((request) => failure(request, { code, status, retryable: false }))
    const failed = expectFailure(orders.get({ orderId: 'a' }))
    await vi.runAllTimersAsync()
    const error = await failed
    expect(error).toMatchObject({ code, status, retryable: false, requestId: 'request-of-service' })
    expect(requests).toHaveLength(1)
  })
})
