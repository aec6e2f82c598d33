import { DomainError } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { answerWith, aRequest, lost, scriptedSend } from '../testing/scripted-send.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { getAccessTokenOperation } from '../lwa/request-access-token.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { sendWithRetries, type RetryDeps } from './send-with-retries.ts'

const good = answerWith(200)

/** Records the pauses, which end at once and move the clock. */
function recordedPauses(random = 0.5) {
  const pauses: number[] = []
  const clock = { now: 1_000_000 }
  const deps: RetryDeps = {
    random: () => random,
    now: () => clock.now,
    wait: async (ms) => {
      pauses.push(ms)
      clock.now += ms
    },
  }
  return { deps, pauses, clock }
}

describe('a transient failure', () => {
  it.each([
    ['500', answerWith(500)],
    ['503', answerWith(503)],
    ['500 that is a web page', answerWith(500, { kind: 'unreadable' })],
    ['a 200 that is a web page', answerWith(200, { kind: 'unreadable' })],
    ['a 200 of no bytes or blanks', answerWith(200, { kind: 'empty' })],
    ['a reset', lost],
    ['a connection that timed out', new DomainError('UPSTREAM_TIMEOUT')],
  ])('(%s) is retried until it has passed', async (_name, failure) => {
    const { deps } = recordedPauses()
    const { send, script } = scriptedSend(failure, failure, good)
    expect(await sendWithRetries(send, deps)(aRequest())).toBe(good)
    expect(script.sent).toBe(3)
  })

  it('that does not pass is the outcome after three attempts', async () => {
    const { deps } = recordedPauses()
    const answers = scriptedSend(answerWith(500), answerWith(502), answerWith(503))
    expect((await sendWithRetries(answers.send, deps)(aRequest())).status).toBe(503)
    expect(answers.script.sent).toBe(3)
    const resets = scriptedSend(lost)
    expect(await expectFailure(sendWithRetries(resets.send, deps)(aRequest()))).toBe(lost)
    expect(resets.script.sent).toBe(3)
  })
})

it('a 200 of getAccessToken without a body is no answer, and is retried', async () => {
  const { deps } = recordedPauses()
  const { send, script } = scriptedSend(answerWith(200, { kind: 'empty' }), good)
  expect(await sendWithRetries(send, deps)(aRequest({ operation: getAccessTokenOperation }))).toBe(good)
  expect(script.sent).toBe(2)
})

it.each([
  ['429', answerWith(429)],
  ['400', answerWith(400)],
  ['403', answerWith(403, { kind: 'unreadable' })],
  ['404', answerWith(404)],
  ['413', answerWith(413)],
  ['a redirect', answerWith(302, { kind: 'empty' })],
  ['an answer over the size limit', answerWith(200, { kind: 'oversized' })],
  ['a 200 that says nothing of an order', answerWith(200, { kind: 'json', value: {} })],
])('%s is never retried', async (_name, answer) => {
  const { deps } = recordedPauses()
  const { send, script } = scriptedSend(answer, good)
  expect(await sendWithRetries(send, deps)(aRequest())).toBe(answer)
  expect(script.sent).toBe(1)
})

it.each([
  ['a quota that is used up', new DomainError('RATE_LIMITED', { retryAfterSeconds: 2 })],
  ['an open breaker', new DomainError('UPSTREAM_ERROR', { retryAfterSeconds: 5 })],
  ['a bug', new DomainError('INTERNAL')],
])('%s is never retried', async (_name, failure) => {
  const { deps } = recordedPauses()
  const { send, script } = scriptedSend(failure, good)
  expect(await expectFailure(sendWithRetries(send, deps)(aRequest()))).toBe(failure)
  expect(script.sent).toBe(1)
})

describe('the pauses', () => {
  it.each([
    [0, [0, 0]],
    [0.5, [125, 250]],
    [1, [250, 500]],
  ])('have full jitter: random %d means %j ms', async (random, expected) => {
    const { deps, pauses } = recordedPauses(random)
    await sendWithRetries(scriptedSend(answerWith(500)).send, deps)(aRequest())
    expect(pauses).toEqual(expected)
  })

  it('end with the deadline: the last failure is the outcome', async () => {
    const controller = new AbortController()
    const { deps } = recordedPauses()
    const wait = (_ms: number, signal: AbortSignal): Promise<never> => {
      controller.abort(new DOMException('too late', 'TimeoutError'))
      return Promise.reject(signal.reason)
    }
    const { send, script } = scriptedSend(answerWith(500), good)
    const answer = await sendWithRetries(send, { ...deps, wait })(
      aRequest({ deadline: { ...noDeadline, signal: controller.signal } }),
    )
    expect([answer.status, script.sent]).toEqual([500, 1])
  })

  it('are not begun when they would pass the deadline', async () => {
    const { deps, pauses, clock } = recordedPauses()
    const { send, script } = scriptedSend(answerWith(500), answerWith(503), good)
    const answer = await sendWithRetries(send, deps)(aRequest({ deadline: { ...noDeadline, endsAt: clock.now + 375 } }))
    expect([answer.status, script.sent, pauses]).toEqual([503, 2, [125]])
  })

  it('use Node’s timer by default, and an abort ends it', async () => {
    const controller = new AbortController()
    const { send, script } = scriptedSend(lost)
    const sendResiliently = sendWithRetries(send, { random: () => 1000, now: Date.now })
    const failing = expectFailure(sendResiliently(aRequest({ deadline: { ...noDeadline, signal: controller.signal } })))
    await Promise.resolve()
    controller.abort()
    expect(await failing).toBe(lost)
    expect(script.sent).toBe(1)
  })
})

it('nothing is retried for a caller that has gone', async () => {
  const { deps } = recordedPauses()
  const gone = new DomainError('UPSTREAM_TIMEOUT')
  const { send, script } = scriptedSend(gone, good)
  expect(
    await expectFailure(
      sendWithRetries(send, deps)(aRequest({ deadline: { ...noDeadline, signal: AbortSignal.abort() } })),
    ),
  ).toBe(gone)
  expect(script.sent).toBe(1)
})
