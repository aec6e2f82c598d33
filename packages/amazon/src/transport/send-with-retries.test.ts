import { DomainError } from '@orderport/domain'
import { describe, expect, test } from 'vitest'
import { answerWith, aRequest, lost, scriptedSend } from '../testing/scripted-send.ts'
import { failureOf } from '../testing/expect-failure.ts'
import { sendWithRetries, type RetryOptions } from './send-with-retries.ts'

const good = answerWith(200)

/** Pauses that end at once and are written down, on a clock that they move. */
function recordedPauses(random = 0.5) {
  const pauses: number[] = []
  const clock = { now: 1_000_000 }
  const options: RetryOptions = {
    random: () => random,
    now: () => clock.now,
    wait: async (ms) => {
      pauses.push(ms)
      clock.now += ms
    },
  }
  return { options, pauses, clock }
}

describe('a failure that may pass', () => {
  test.each([
    ['500', answerWith(500)],
    ['503', answerWith(503)],
    ['500 that is a web page', answerWith(500, { kind: 'unreadable' })],
    ['a 200 that is a web page', answerWith(200, { kind: 'unreadable' })],
    ['a reset', lost],
    ['a connection that timed out', new DomainError('UPSTREAM_TIMEOUT')],
  ])('(%s) is tried again until it has passed', async (_name, failure) => {
    const { options } = recordedPauses()
    const { send, script } = scriptedSend(failure, failure, good)
    expect(await sendWithRetries(send, options)(aRequest())).toBe(good)
    expect(script.sent).toBe(3)
  })

  test('and does not is given after three attempts', async () => {
    const { options } = recordedPauses()
    const answers = scriptedSend(answerWith(500), answerWith(502), answerWith(503))
    expect((await sendWithRetries(answers.send, options)(aRequest())).status).toBe(503)
    expect(answers.script.sent).toBe(3)
    const resets = scriptedSend(lost)
    expect(await failureOf(sendWithRetries(resets.send, options)(aRequest()))).toBe(lost)
    expect(resets.script.sent).toBe(3)
  })
})

test.each(['getAccessToken', 'createRestrictedDataToken', 'v0.getOrderItems'] as const)(
  'a 200 of %s without a body says nothing, and is tried again',
  async (operation) => {
    const { options } = recordedPauses()
    const { send, script } = scriptedSend(answerWith(200, { kind: 'empty' }), good)
    expect(await sendWithRetries(send, options)(aRequest({ operation }))).toBe(good)
    expect(script.sent).toBe(2)
  },
)

test.each([
  ['429', answerWith(429)],
  ['400', answerWith(400)],
  ['403', answerWith(403, { kind: 'unreadable' })],
  ['404', answerWith(404)],
  ['413', answerWith(413)],
  ['a redirect', answerWith(302, { kind: 'empty' })],
  ['an answer over the size limit', answerWith(200, { kind: 'oversized' })],
  ['a 200 without a body, which is no order,', answerWith(200, { kind: 'empty' })],
])('%s is never tried again', async (_name, answer) => {
  const { options } = recordedPauses()
  const { send, script } = scriptedSend(answer, good)
  expect(await sendWithRetries(send, options)(aRequest())).toBe(answer)
  expect(script.sent).toBe(1)
})

test.each([
  ['a quota that is used up', new DomainError('RATE_LIMITED', { retryAfterSeconds: 2 })],
  ['an open breaker', new DomainError('UPSTREAM_ERROR', { retryAfterSeconds: 5 })],
  ['a bug', new DomainError('INTERNAL')],
])('%s is never tried again', async (_name, failure) => {
  const { options } = recordedPauses()
  const { send, script } = scriptedSend(failure, good)
  expect(await failureOf(sendWithRetries(send, options)(aRequest()))).toBe(failure)
  expect(script.sent).toBe(1)
})

describe('the pauses', () => {
  test.each([
    [0, [0, 0]],
    [0.5, [125, 250]],
    [1, [250, 500]],
  ])('have full jitter: random %d gives %j ms', async (random, expected) => {
    const { options, pauses } = recordedPauses(random)
    await sendWithRetries(scriptedSend(answerWith(500)).send, options)(aRequest())
    expect(pauses).toEqual(expected)
  })

  test('end with the deadline: the last failure is the answer', async () => {
    const controller = new AbortController()
    const { options } = recordedPauses()
    const wait = (_ms: number, signal: AbortSignal): Promise<never> => {
      controller.abort(new DOMException('too late', 'TimeoutError'))
      return Promise.reject(signal.reason)
    }
    const { send, script } = scriptedSend(answerWith(500), good)
    const answer = await sendWithRetries(send, { ...options, wait })(aRequest({ signal: controller.signal }))
    expect([answer.status, script.sent]).toEqual([500, 1])
  })

  test('are not begun when the deadline would cut them short', async () => {
    const { options, pauses, clock } = recordedPauses()
    const { send, script } = scriptedSend(answerWith(500), answerWith(503), good)
    const answer = await sendWithRetries(send, options)(aRequest({ deadline: clock.now + 375 }))
    expect([answer.status, script.sent, pauses]).toEqual([503, 2, [125]])
  })

  test('are Node’s timer unless a test says otherwise, and the abort ends it', async () => {
    const controller = new AbortController()
    const { send, script } = scriptedSend(lost)
    const persisting = sendWithRetries(send, { random: () => 1000, now: Date.now })
    const failing = failureOf(persisting(aRequest({ signal: controller.signal })))
    await Promise.resolve()
    controller.abort()
    expect(await failing).toBe(lost)
    expect(script.sent).toBe(1)
  })
})

test('nothing is tried again for a caller that has gone', async () => {
  const { options } = recordedPauses()
  const gone = new DomainError('UPSTREAM_TIMEOUT')
  const { send, script } = scriptedSend(gone, good)
  expect(await failureOf(sendWithRetries(send, options)(aRequest({ signal: AbortSignal.abort() })))).toBe(gone)
  expect(script.sent).toBe(1)
})
