import type { QuotaKey } from '@orderport/domain'
import { expect, it } from 'vitest'
import { expectFailure } from '../testing/expect-failure.ts'
import { ProcessQuota } from './process-quota.ts'

const key: QuotaKey = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
const plan = { ratePerSecond: 0.5, burst: 4 }
const now = { plan, reserved: 0, maxWaitMs: 0 }

function startQuota(share?: number) {
  const clock = { now: 1_000_000 }
  return { clock, quota: new ProcessQuota(() => clock.now, share) }
}

it('grants the burst at once, then one token an interval, and refuses a caller that would wait too long', async () => {
  const { clock, quota } = startQuota()
  for (const tokensLeft of [3, 2, 1, 0]) expect(await quota.take(key, now)).toMatchObject({ waitMs: 0, tokensLeft })
  expect((await quota.take(key, { ...now, maxWaitMs: 5000 })).waitMs).toBe(2000)
  expect((await quota.take(key, { ...now, maxWaitMs: 5000 })).waitMs).toBe(4000)
  const refused = await expectFailure(quota.take(key, { ...now, maxWaitMs: 5000 }))
  expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 6 })
  clock.now += 6000
  expect((await quota.take(key, now)).waitMs).toBe(0)
})

it('keeps a bucket for each key', async () => {
  const { quota } = startQuota()
  const one = { ...now, plan: { ...plan, burst: 1 } }
  await quota.take(key, one)
  await expectFailure(quota.take(key, one))
  expect((await quota.take({ ...key, sellerId: 'A2' }, one)).waitMs).toBe(0)
})

it('leaves reserved tokens to others, and grants no future token to a caller that reserves some', async () => {
  const { quota } = startQuota()
  const bulk = { plan, reserved: 3, maxWaitMs: 60_000 }
  await quota.take(key, bulk)
  expect(await expectFailure(quota.take(key, bulk))).toMatchObject({ retryAfterSeconds: 2 })
  for (let left = 3; left > 0; left -= 1) await quota.take(key, now)
  await expectFailure(quota.take(key, now))
})

it('uses its share of burst and rate, and returns the rate of the whole plan', async () => {
  const { quota } = startQuota(1 / 2)
  for (let taken = 0; taken < 2; taken += 1) expect((await quota.take(key, now)).ratePerSecond).toBe(0.5)
  expect((await quota.take(key, { ...now, maxWaitMs: 4000 })).waitMs).toBe(4000)
})

it('learns a rate, and grants nothing for a while after a back-off', async () => {
  const { quota } = startQuota()
  await quota.learn(key, plan, 2)
  await quota.backOff(key, plan, 3000)
  expect(await quota.take(key, { ...now, maxWaitMs: 3000 })).toEqual({ waitMs: 3000, ratePerSecond: 2, tokensLeft: 0 })
  expect(await quota.take(key, { ...now, maxWaitMs: 3500 })).toEqual({ waitMs: 3500, ratePerSecond: 2, tokensLeft: 0 })
})
