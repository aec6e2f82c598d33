import type { QuotaKey, QuotaRequest, UpstreamQuota } from '@orderport/domain'
import { DomainError } from '@orderport/domain'
import { expect, it } from 'vitest'
import type { UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { aRequest } from '../testing/scripted-send.ts'
import type { QuotaEvent, QuotaTaken } from './quota-event.ts'
import { sendWithinQuota } from './send-within-quota.ts'

const key: QuotaKey = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
const plan = { ratePerSecond: 0.5, burst: 30 }
const unmetered = aRequest({ url: 'http://127.0.0.1:1/', sellerId: 'A1' })
const request: UpstreamRequest = { ...unmetered, quota: { key, plan, reserved: 0 } }
const answer: UpstreamAnswer = { status: 200, body: { kind: 'empty' }, requestId: null, rateLimit: null }

function within(answered: Partial<UpstreamAnswer> = {}, take?: UpstreamQuota['take']) {
  const calls: unknown[] = []
  const events: QuotaEvent[] = []
  const taken: QuotaTaken[] = []
  const quota: UpstreamQuota = {
    take: (key: QuotaKey, asked: QuotaRequest) => {
      calls.push(['take', key, asked])
      return take === undefined ? Promise.resolve({ waitMs: 0, ratePerSecond: 0.5, tokensLeft: 29 }) : take(key, asked)
    },
    learn: async (...call) => void calls.push(['learn', ...call]),
    backOff: async (...call) => void calls.push(['backOff', ...call]),
  }
  const send = sendWithinQuota(
    async () => {
      calls.push('send')
      return { ...answer, ...answered }
    },
    { quota, now: () => 1000, onQuota: (event) => events.push(event), onQuotaTaken: (token) => taken.push(token) },
  )
  return { send, calls, events, taken }
}

it('takes a token for each request, and waits as long as the deadline leaves time for the call', async () => {
  const { send, calls } = within()
  await send({ ...request, deadline: { ...noDeadline, endsAt: 11_000 } })
  expect(calls).toEqual([['take', key, { plan, reserved: 0, maxWaitMs: 8500 }], 'send'])
})

it('reports each token with its wait and what is left of the plan', async () => {
  const { send, taken } = within()
  await send(request)
  await send(unmetered)
  expect(taken).toEqual([{ operation: 'getOrder', waitMs: 0, tokensLeft: 29 }])
})

it.each([
  ['leaves half of a short time to the call', 3000, 1000],
  ['does not wait after the deadline', 500, 0],
  ['waits until the signal aborts where there is no deadline', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])('%s', async (_title, endsAt, maxWaitMs) => {
  const { send, calls } = within()
  await send({ ...request, deadline: { ...noDeadline, endsAt } })
  expect(calls[0]).toEqual(['take', key, { plan, reserved: 0, maxWaitMs }])
})

it('takes no token for a request without a usage plan (Login with Amazon)', async () => {
  const { send, calls } = within()
  await send(unmetered)
  expect(calls).toEqual(['send'])
})

it('makes no request that was refused a token, and reports the refusal', async () => {
  const { send, calls, events } = within({}, () =>
    Promise.reject(new DomainError('RATE_LIMITED', { retryAfterSeconds: 9 })),
  )
  expect(await expectFailure(send(request))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 9 })
  expect(calls).not.toContain('send')
  expect(events).toEqual([
    { event: 'refused', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder', cause: null },
  ])
})

it.each([
  [3600, 3600],
  [3601, 3600],
  [31_536_000, 3600],
])('a token that is free in %i s makes callers wait %i s', async (retryAfterSeconds, told) => {
  const refusal = new DomainError('RATE_LIMITED', { retryAfterSeconds, detail: 'the plan is used up' })
  const { send } = within({}, () => Promise.reject(refusal))
  expect(await expectFailure(send(request))).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: told,
    detail: 'the plan is used up',
  })
})

it('never backs off for more than an hour, whatever rate was learned', async () => {
  const { send, calls } = within({ status: 429 }, () =>
    Promise.resolve({ waitMs: 0, ratePerSecond: 1e-9, tokensLeft: 0 }),
  )
  await send(request)
  expect(calls.at(-1)).toEqual(['backOff', key, plan, 3_600_000])
})

it('ends the wait with the signal, and makes no request', async () => {
  const { send, calls } = within({}, () => Promise.resolve({ waitMs: 3_600_000, ratePerSecond: 0.5, tokensLeft: 0 }))
  const controller = new AbortController()
  const sent = expectFailure(send({ ...request, deadline: { ...noDeadline, signal: controller.signal } }))
  controller.abort()
  expect(await sent).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
  expect(calls).not.toContain('send')
})

it('learns a rate that differs from the assumed one, and only such a rate', async () => {
  const other = within({ rateLimit: 2 })
  await other.send(request)
  expect(other.calls.at(-1)).toEqual(['learn', key, plan, 2])
  const same = within({ rateLimit: 0.5 })
  await same.send(request)
  expect(same.calls.at(-1)).toBe('send')
})

it('makes the bucket back off by one interval after a 429, and passes the answer on', async () => {
  const { send, calls, events } = within({ status: 429 })
  expect(await send(request)).toMatchObject({ status: 429, rateLimit: 0.5 })
  expect(calls.at(-1)).toEqual(['backOff', key, plan, 2000])
  expect(events).toMatchObject([{ event: 'pushed_back', sellerId: 'A1' }])
})

it('leaves the interactive share to itself after the first 429 of a background call, and nothing after the second', async () => {
  const { send, calls } = within({ status: 429 })
  const background = { ...request, quota: { key, plan, reserved: 6 } }
  await send(background)
  expect(calls.at(-1)).toEqual(['backOff', key, { ...plan, burst: 24 }, 2000])
  await send(background)
  expect(calls.at(-1)).toEqual(['backOff', key, plan, 2000])
})
