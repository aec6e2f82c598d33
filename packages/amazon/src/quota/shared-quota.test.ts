import { DomainError, type QuotaGrant, type QuotaKey, type UpstreamQuota } from '@orderport/domain'
import { expect, it } from 'vitest'
import { expectFailure } from '../testing/expect-failure.ts'
import type { QuotaEvent } from './quota-event.ts'
import { SharedQuota } from './shared-quota.ts'

const key: QuotaKey = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
const plan = { ratePerSecond: 0.5, burst: 30 }
const now = { plan, reserved: 0, maxWaitMs: 0 }
/** A quarter of the burst. */
const fallbackBurst = 7

function sharedBy(take: UpstreamQuota['take']) {
  const events: QuotaEvent[] = []
  const shared: UpstreamQuota = { take, learn: () => Promise.resolve(), backOff: () => Promise.resolve() }
  const quota = new SharedQuota({ quota: shared, now: () => 0, onQuota: (event) => events.push(event) }, 5)
  return { quota, events }
}

async function countGrants(quota: UpstreamQuota): Promise<number> {
  for (let granted = 0; granted <= plan.burst; granted += 1) {
    const refused = await quota.take(key, now).then(
      () => false,
      () => true,
    )
    if (refused) return granted
  }
  throw new Error('the quota was never refused')
}

it('passes on what the shared quota grants and refuses', async () => {
  const granted = { waitMs: 12, ratePerSecond: 3, tokensLeft: 4 }
  const answers = [
    () => Promise.resolve(granted),
    () => Promise.reject(new DomainError('RATE_LIMITED', { retryAfterSeconds: 9 })),
  ]
  const { quota, events } = sharedBy(() => (answers.shift() ?? (() => Promise.reject(new Error('no answer left'))))())
  expect(await quota.take(key, now)).toEqual(granted)
  expect(await expectFailure(quota.take(key, now))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 9 })
  expect(events).toEqual([])
})

it.each([
  ['DATABASE_UNAVAILABLE', () => Promise.reject(new DomainError('DATABASE_UNAVAILABLE'))],
  ['TypeError', () => Promise.reject(new TypeError('a bug'))],
])(
  'grants a quarter of the plan by itself while the shared quota fails with %s, and reports it',
  async (cause, take) => {
    const { quota, events } = sharedBy(take)
    expect(await countGrants(quota)).toBe(fallbackBurst)
    const { application: _, ...place } = key
    expect(events).toHaveLength(fallbackBurst + 1)
    expect(events[0]).toEqual({ event: 'unreachable', ...place, cause })
  },
)

it('refuses background calls for a moment while the shared quota fails', async () => {
  const { quota, events } = sharedBy(() => Promise.reject(new DomainError('DATABASE_UNAVAILABLE')))
  const refusal = await expectFailure(quota.take(key, { ...now, reserved: 6 }))
  expect(refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1 })
  expect(events).toMatchObject([{ event: 'unreachable' }])
})

it('lets background calls wait for a slow shared quota, which interactive calls leave alone', async () => {
  const { promise, resolve } = Promise.withResolvers<QuotaGrant>()
  const { quota, events } = sharedBy(() => promise)
  const background = quota.take(key, { ...now, reserved: 6 })
  expect(await quota.take(key, now)).toMatchObject({ waitMs: 0, ratePerSecond: plan.ratePerSecond })
  expect(events).toHaveLength(1)
  const granted = { waitMs: 0, ratePerSecond: 3, tokensLeft: 5 }
  resolve(granted)
  expect(await background).toEqual(granted)
  expect(events).toHaveLength(1)
})

it('does not wait for a shared quota that hangs', async () => {
  const { quota, events } = sharedBy(() => Promise.withResolvers<never>().promise)
  expect((await quota.take(key, now)).waitMs).toBe(0)
  expect(events).toMatchObject([{ event: 'unreachable', cause: expect.anything() }])
})

it('does not start from a full bucket when it has just emptied the shared one', async () => {
  let away = false
  const { quota } = sharedBy(() =>
    away
      ? Promise.reject(new DomainError('DATABASE_UNAVAILABLE'))
      : Promise.resolve({ waitMs: 0, ratePerSecond: plan.ratePerSecond, tokensLeft: 1 }),
  )
  for (let taken = 0; taken < 5; taken += 1) await quota.take(key, now)
  away = true
  expect(await countGrants(quota)).toBe(fallbackBurst - 5)
})
