import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyPage, failure, success, type Seen } from './testing/fake-service.ts'
import { errorOf, openClient } from './testing/open-client.ts'

const ok = (seen: Seen) => success(seen, () => emptyPage)
const never = () => new Promise<Response>(() => {})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the time of a call', () => {
  it('ends it and its request, and can be the call’s own', async () => {
    const { orders, requests } = openClient(never, { timeoutMs: 5000 })
    const [slow, slower] = [errorOf(orders.list()), errorOf(orders.list({}, { timeoutMs: 6000, requestId: 'trace-1' }))]
    await vi.advanceTimersByTimeAsync(5000)
    expect(await slow).toMatchObject({ code: 'TIMEOUT', retryable: true, status: null, requestId: null })
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(1000)
    expect(await slower).toMatchObject({ code: 'TIMEOUT', requestId: 'trace-1' })
    expect(requests).toHaveLength(2)
  })

  it('covers a token that never comes', async () => {
    const { orders } = openClient(ok, { token: () => new Promise<string>(() => {}), timeoutMs: 1000 })
    const error = errorOf(orders.list())
    await vi.advanceTimersByTimeAsync(1000)
    expect((await error).code).toBe('TIMEOUT')
  })

  it('covers all attempts together', async () => {
    const { orders, requests } = openClient((seen, index) => (index === 0 ? failure(seen) : never()), {
      timeoutMs: 1000,
    })
    const error = errorOf(orders.list())
    await vi.advanceTimersByTimeAsync(1000)
    expect((await error).code).toBe('TIMEOUT')
    expect(requests).toHaveLength(2)
  })

  it('leaves no timer behind', async () => {
    const { orders } = openClient(ok)
    const call = orders.list()
    await vi.advanceTimersByTimeAsync(1)
    await call
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a call’s signal', () => {
  it('ends that call and no other of its batch', async () => {
    const answers: ((response: Response) => void)[] = []
    const { orders, requests } = openClient(() => new Promise((resolve) => answers.push(resolve)))
    const leaving = new AbortController()
    const [aborted, kept] = [errorOf(orders.list({}, { signal: leaving.signal })), orders.list()]
    await vi.advanceTimersByTimeAsync(1)
    leaving.abort(new Error('the panel was closed'))
    expect(await aborted).toMatchObject({
      code: 'ABORTED',
      retryable: false,
      cause: { message: 'the panel was closed' },
    })
    expect(requests).toHaveLength(1)
    const [seen] = requests
    expect(seen?.signal.aborted).toBe(false)
    if (seen) answers[0]?.(ok(seen))
    expect(await kept).toEqual(emptyPage)
  })

  it('ends the request when no call needs it any more', async () => {
    const { orders, requests } = openClient(never)
    const leaving = new AbortController()
    const calls = [
      errorOf(orders.list({}, { signal: leaving.signal })),
      errorOf(orders.list({}, { signal: leaving.signal })),
    ]
    await vi.advanceTimersByTimeAsync(1)
    leaving.abort()
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(['ABORTED', 'ABORTED'])
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true])
  })

  it('that is aborted already sends nothing', async () => {
    const { orders, requests } = openClient(ok)
    const error = await errorOf(orders.import({ orderRef: 'a' }, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('ABORTED')
    await vi.runAllTimersAsync()
    expect(requests).toHaveLength(0)
  })

  it('ends the wait before the next attempt: nothing is sent after it', async () => {
    const { orders, requests } = openClient((seen) => failure(seen, { headers: { 'retry-after': '9' } }))
    const leaving = new AbortController()
    const error = errorOf(orders.list({}, { signal: leaving.signal }))
    await vi.advanceTimersByTimeAsync(100)
    leaving.abort()
    expect((await error).code).toBe('ABORTED')
    await vi.runAllTimersAsync()
    expect(requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('needs no AbortSignal.any, and keeps no listener of a call that is over', async () => {
    const any = vi.spyOn(AbortSignal, 'any')
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const { orders } = openClient(ok)
    const call = orders.list({}, { signal })
    await vi.advanceTimersByTimeAsync(1)
    expect(await call).toEqual(emptyPage)
    expect(added).toHaveBeenCalled()
    const gone = new Set(removed.mock.calls.map(([, listener]) => listener))
    expect(added.mock.calls.filter(([, listener]) => !gone.has(listener))).toEqual([])
    expect(any).not.toHaveBeenCalled()
  })
})
