import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyPage, failure, success, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

const ok = (request: ReceivedRequest) => success(request, () => emptyPage)
const never = () => new Promise<Response>(() => {})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the timeout of a call', () => {
  it('aborts its request, and can be set for one call', async () => {
    const { orders, requests } = openClient(never, { timeoutMs: 5000 })
    const [slow, slower] = [
      expectFailure(orders.list()),
      expectFailure(orders.list({}, { timeoutMs: 6000, requestId: 'trace-1' })),
    ]
    await vi.advanceTimersByTimeAsync(5000)
    expect(await slow).toMatchObject({ code: 'TIMEOUT', retryable: true, status: null, requestId: null })
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(1000)
    expect(await slower).toMatchObject({ code: 'TIMEOUT', requestId: 'trace-1' })
    expect(requests).toHaveLength(2)
  })

  it('includes the wait for a token', async () => {
    const { orders } = openClient(ok, { token: () => new Promise<string>(() => {}), timeoutMs: 1000 })
    const error = expectFailure(orders.list())
    await vi.advanceTimersByTimeAsync(1000)
    expect((await error).code).toBe('TIMEOUT')
  })

  it('includes all attempts', async () => {
    const { orders, requests } = openClient((request, index) => (index === 0 ? failure(request) : never()), {
      timeoutMs: 1000,
    })
    const error = expectFailure(orders.list())
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

describe('the signal of a call', () => {
  it('aborts that call alone, not the rest of its batch', async () => {
    const answers: ((response: Response) => void)[] = []
    const { orders, requests } = openClient(() => new Promise((resolve) => answers.push(resolve)))
    const controller = new AbortController()
    const [aborted, kept] = [expectFailure(orders.list({}, { signal: controller.signal })), orders.list()]
    await vi.advanceTimersByTimeAsync(1)
    controller.abort(new Error('the panel was closed'))
    expect(await aborted).toMatchObject({
      code: 'ABORTED',
      retryable: false,
      cause: { message: 'the panel was closed' },
    })
    expect(requests).toHaveLength(1)
    const [request] = requests
    expect(request?.signal.aborted).toBe(false)
    if (request) answers[0]?.(ok(request))
    expect(await kept).toEqual(emptyPage)
  })

  it('aborts the request when no call needs it any more', async () => {
    const { orders, requests } = openClient(never)
    const controller = new AbortController()
    const calls = [
      expectFailure(orders.list({}, { signal: controller.signal })),
      expectFailure(orders.list({}, { signal: controller.signal })),
    ]
    await vi.advanceTimersByTimeAsync(1)
    controller.abort()
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(['ABORTED', 'ABORTED'])
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true])
  })

  it('that is already aborted sends nothing', async () => {
    const { orders, requests } = openClient(ok)
    const error = await expectFailure(orders.import({ orderRef: 'a' }, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('ABORTED')
    await vi.runAllTimersAsync()
    expect(requests).toHaveLength(0)
  })

  it('ends the wait for the next attempt, which is not sent', async () => {
    const { orders, requests } = openClient((request) => failure(request, { headers: { 'retry-after': '9' } }))
    const controller = new AbortController()
    const error = expectFailure(orders.list({}, { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(100)
    controller.abort()
    expect((await error).code).toBe('ABORTED')
    await vi.runAllTimersAsync()
    expect(requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is listened to without AbortSignal.any, and no listener outlives the call', async () => {
    const any = vi.spyOn(AbortSignal, 'any')
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const { orders } = openClient(ok)
    const call = orders.list({}, { signal })
    await vi.advanceTimersByTimeAsync(1)
    expect(await call).toEqual(emptyPage)
    expect(added).toHaveBeenCalled()
    const removedListeners = new Set(removed.mock.calls.map(([, listener]) => listener))
    expect(added.mock.calls.filter(([, listener]) => !removedListeners.has(listener))).toEqual([])
    expect(any).not.toHaveBeenCalled()
  })
})
