import { DomainError } from '@orderport/domain'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerWith, aRequest, lost, scriptedSend } from '../testing/scripted-send.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { type CircuitEvent, sendThroughBreaker } from './send-through-breaker.ts'
import type { Send, UpstreamAnswer, UpstreamRequest } from './upstream-request.ts'

const good = answerWith(200)

// cockatiel reads the system clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function guarded(send: Send) {
  const events: CircuitEvent[] = []
  return { send: sendThroughBreaker(send, (event) => events.push(event)), events }
}

async function sendTimes(count: number, send: Send, request: UpstreamRequest = aRequest()): Promise<void> {
  for (let index = 0; index < count; index += 1) await send(request).catch(() => null)
}

/** A breaker that twenty faults have opened; the host's outcome is `next` from then on. */
async function opened(next: UpstreamAnswer | DomainError) {
  const { send, script } = scriptedSend(lost)
  const breaker = guarded(send)
  await sendTimes(20, breaker.send)
  script.outcomes = [next]
  return { ...breaker, script }
}

describe('a host that fails twenty times in a row', () => {
  it.each([
    ['5xx', answerWith(503)],
    ['unreadable answers', answerWith(200, { kind: 'unreadable' })],
    ['answers over the size limit', answerWith(200, { kind: 'oversized' })],
    ['resets', lost],
    ['timeouts', new DomainError('UPSTREAM_TIMEOUT')],
  ])('with %s is sent nothing more', async (_name, fault) => {
    const { send, script } = scriptedSend(fault)
    const breaker = guarded(send)
    await sendTimes(20, breaker.send)
    expect(breaker.events).toEqual([{ host: 'spapi.example', state: 'open' }])
    const refused = await expectFailure(breaker.send(aRequest()))
    expect([refused.code, refused.retryAfterSeconds]).toEqual(['UPSTREAM_ERROR', 5])
    expect(refused.detail).toContain('not sent')
    expect(script.sent).toBe(20)
  })

  it('still has its faults passed on to the callers unchanged', async () => {
    const fault = answerWith(503)
    const { send } = guarded(scriptedSend(fault, lost).send)
    expect(await send(aRequest())).toBe(fault)
    expect(await expectFailure(send(aRequest()))).toBe(lost)
  })

  it('does not stop requests to another host', async () => {
    const { send } = await opened(good)
    expect(await send(aRequest({ url: 'https://other.example/orders/1' }))).toBe(good)
  })
})

it.each([
  ['429', answerWith(429)],
  ['400', answerWith(400)],
  ['403', answerWith(403)],
  ['404', answerWith(404)],
  ['an order that is not there', answerWith(200, { kind: 'json', value: {} })],
  ['a quota that is used up', new DomainError('RATE_LIMITED', { retryAfterSeconds: 2 })],
])('%s does not count', async (_name, outcome) => {
  const { send, script } = scriptedSend(outcome)
  const breaker = guarded(send)
  await sendTimes(100, breaker.send)
  expect([script.sent, breaker.events]).toEqual([100, []])
})

it('one good answer starts the count anew', async () => {
  const { send, script } = scriptedSend(lost)
  const breaker = guarded(send)
  await sendTimes(19, breaker.send)
  script.outcomes = [good]
  await sendTimes(1, breaker.send)
  script.outcomes = [lost]
  await sendTimes(19, breaker.send)
  expect(breaker.events).toEqual([])
})

describe('an open breaker', () => {
  it('lets a probe through after five seconds, and one good answer closes it', async () => {
    const { send, script, events } = await opened(good)
    vi.advanceTimersByTime(4999)
    await expectFailure(send(aRequest()))
    expect(script.sent).toBe(20)
    vi.advanceTimersByTime(1)
    expect(await send(aRequest())).toBe(good)
    expect(events.map(({ state }) => state)).toEqual(['open', 'probing', 'closed'])
  })

  it('is closed by a 429 too: the host answers again', async () => {
    const { send, events } = await opened(answerWith(429))
    vi.advanceTimersByTime(5000)
    expect((await send(aRequest())).status).toBe(429)
    expect(events.at(-1)?.state).toBe('closed')
  })

  it('stays open for another five seconds when its one probe fails', async () => {
    const { send, script, events } = await opened(lost)
    vi.advanceTimersByTime(5000)
    await sendTimes(3, send)
    expect(script.sent).toBe(21)
    expect(events.map(({ state }) => state)).toEqual(['open', 'probing', 'open'])
    script.outcomes = [good]
    vi.advanceTimersByTime(5000)
    expect(await send(aRequest())).toBe(good)
  })

  it('refuses other requests at once while the probe is in flight', async () => {
    const probe = Promise.withResolvers<UpstreamAnswer>()
    let sent = 0
    const { send } = guarded(() => {
      sent += 1
      return sent > 20 ? probe.promise : Promise.reject(lost)
    })
    await sendTimes(20, send)
    vi.advanceTimersByTime(5000)
    const probing = send(aRequest())
    expect((await expectFailure(send(aRequest()))).retryAfterSeconds).toBe(5)
    probe.resolve(good)
    expect(await probing).toBe(good)
    expect(await send(aRequest())).toBe(await probe.promise)
    expect(sent).toBe(22)
  })
})
