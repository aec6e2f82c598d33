import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError, type QuotaKey, type UpstreamQuota, type UsagePlan } from '@orderport/domain'
import { abortFailure } from '../transport/transport-failure.ts'
import type { Send, UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'
import { quotaEvent, type QuotaEvent } from './quota-event.ts'
import { usagePlanOf } from './usage-plans.ts'

export interface QuotaOptions {
  readonly quota: UpstreamQuota
  /** Milliseconds since 1970, as in a request's deadline. */
  readonly now: () => number
  readonly onQuota: (event: QuotaEvent) => void
}

/** What a call itself takes: a token that comes later than this before the deadline would be spent on a timeout. */
const callTimeMs = 1500

/**
 * Takes quota before each request that has a usage plan, and waits for it as far as the deadline allows. Throws
 * `RATE_LIMITED` at once when it would be longer, and `UPSTREAM_TIMEOUT` when the signal ends the wait. Learns the rate
 * from answers, and pushes the bucket back when Amazon throttles all the same.
 */
export function sendWithinQuota(send: Send, options: QuotaOptions): Send {
  return async (request) => {
    const { operation, sellerId, account } = request
    const plan = usagePlanOf(operation)
    if (plan === null || account === undefined) return send(request)
    const key: QuotaKey = { ...account, sellerId, operation }
    const ratePerSecond = await takeToken(request, { ...options, key, plan })
    const answer = await send(request)
    await learnFrom(answer, { ...options, key, plan, ratePerSecond })
    return answer
  }
}

interface Bucket extends QuotaOptions {
  readonly key: QuotaKey
  readonly plan: UsagePlan
}

/** Gives the rate that the token was reckoned with. */
async function takeToken(request: UpstreamRequest, { quota, now, onQuota, key, plan }: Bucket): Promise<number> {
  const maxWaitMs = longestWait(request.deadline, now())
  try {
    const { waitMs, ratePerSecond } = await quota.take(key, { plan, reserved: 0, maxWaitMs })
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: request.signal })
    return ratePerSecond
  } catch (error) {
    if (request.signal.aborted) throw abortFailure(request.operation, request.signal)
    if (DomainError.is(error) && error.code === 'RATE_LIMITED') onQuota(quotaEvent('refused', key))
    throw error
  }
}

function longestWait(deadline: number | undefined, now: number): number {
  if (deadline === undefined) return Number.POSITIVE_INFINITY
  const left = Math.max(0, deadline - now)
  return left - Math.min(callTimeMs, left / 2)
}

interface Reckoned extends Bucket {
  readonly ratePerSecond: number
}

/** A 429 carries no rate; it says that the bucket is empty, and a token takes one interval of the rate. */
async function learnFrom(answer: UpstreamAnswer, bucket: Reckoned): Promise<void> {
  const { quota, onQuota, key, plan, ratePerSecond } = bucket
  const told = answer.rateLimit ?? ratePerSecond
  if (told !== ratePerSecond) await quota.learn(key, plan, told)
  if (answer.status !== 429) return
  onQuota(quotaEvent('pushed_back', key))
  await quota.pushBack(key, plan, 1000 / told)
}
