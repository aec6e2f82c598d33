import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyPage, failure, success, type Seen } from './testing/fake-service.ts'
import { errorOf, openClient } from './testing/open-client.ts'

const ok = (seen: Seen) => success(seen, () => emptyPage)

/** Fails so many times, then succeeds. */
function failing(times: number, fail: (seen: Seen) => Response = failure) {
  return (seen: Seen, index: number) => (index < times ? fail(seen) : ok(seen))
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a call that fails in passing', () => {
  it.each(['list', 'get', 'import'] as const)('is sent again: orders.%s', async (name) => {
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

  it('is sent again when the network failed', async () => {
    const { orders, requests } = openClient((seen, index) => {
      if (index === 0) throw new TypeError('fetch failed')
      return ok(seen)
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
  ])('with the options %j is sent %d times in all', async (options, times) => {
    const { orders, requests } = openClient((seen) => failure(seen), options)
    const error = errorOf(orders.list())
    await vi.runAllTimersAsync()
    expect(await error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503, retryable: true })
    expect(requests).toHaveLength(times)
  })

  it('may be sent again as often as the call itself says', async () => {
    const { orders, requests } = openClient((seen) => failure(seen))
    const error = errorOf(orders.list({}, { maxRetries: 1 }))
    await vi.runAllTimersAsync()
    await error
    expect(requests).toHaveLength(2)
  })

  it('waits at random, twice as long each time', async () => {
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
    const { orders, requests } = openClient(failing(1, (seen) => failure(seen, { headers: { 'retry-after': '7' } })))
    const call = orders.import({ orderRef: 'a' })
    await vi.advanceTimersByTimeAsync(6999)
    expect(requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await call
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['counts from the answer’s own date', { date: 'Mon, 05 Jan 2026 12:00:00 GMT' }, 8],
    ['counts from now without one', {}, 3],
    ['counts from now when it can’t be read', { date: 'yesterday' }, 3],
  ])('that is a date %s', async (_name, dated, seconds) => {
    vi.setSystemTime('2026-01-05T12:00:05Z')
    const headers = { 'retry-after': 'Mon, 05 Jan 2026 12:00:08 GMT', ...dated }
    const { orders } = openClient((seen) => failure(seen, { headers }), { maxRetries: 0 })
    const error = errorOf(orders.import({ orderRef: 'a' }))
    await vi.advanceTimersByTimeAsync(10)
    expect((await error).retryAfterSeconds).toBe(seconds)
  })

  it('of a batch is waited for by all that may be sent again, and given to no other', async () => {
    const { orders, requests } = openClient((seen, index) => {
      if (index > 0) return ok(seen)
      const error = (appCode: string, httpStatus: number) => ({
        error: { code: -32000, message: appCode, data: { appCode, httpStatus, retryable: httpStatus === 503 } },
      })
      const headers = { 'retry-after': '7' }
      return Response.json([error('DATABASE_UNAVAILABLE', 503), error('ORDER_NOT_FOUND', 404)], {
        status: 207,
        headers,
      })
    })
    const [page, notFound] = [orders.list(), errorOf(orders.get({ orderId: 'a' }))]
    await vi.advanceTimersByTimeAsync(6999)
    expect(requests).toHaveLength(1)
    expect(await notFound).toMatchObject({ code: 'ORDER_NOT_FOUND', status: 404, retryAfterSeconds: null })
    await vi.runAllTimersAsync()
    expect(await page).toEqual(emptyPage)
    expect(requests[1]?.calls).toHaveLength(1)
  })

  it('that is later than the call’s end fails it now, and says how long to wait', async () => {
    const { orders, requests } = openClient((seen) => failure(seen, { headers: { 'retry-after': '60' } }))
    const error = errorOf(orders.list())
    await vi.advanceTimersByTimeAsync(10)
    expect(await error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 60 })
    expect(requests).toHaveLength(1)
  })

  it('of a proxy is waited for too', async () => {
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

describe('a call that failed for good', () => {
  it.each([
    { code: 'ORDER_NOT_FOUND', status: 404 },
    { code: 'AUTH_REQUIRED', status: 401 },
    { code: 'UPSTREAM_FORBIDDEN', status: 502 },
  ])('is not sent again: $code', async ({ code, status }) => {
    const { orders, requests } = openClient((seen) => failure(seen, { code, status, retryable: false }))
    const failed = errorOf(orders.get({ orderId: 'a' }))
    await vi.runAllTimersAsync()
    const error = await failed
    expect(error).toMatchObject({ code, status, retryable: false, requestId: 'request-of-service' })
    expect(requests).toHaveLength(1)
  })
})
