import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError, type UpstreamQuota } from '@orderport/domain'
import { longestWaitSeconds } from '../transport/amazon-error.ts'
import { abortFailure } from '../transport/transport-failure.ts'
import type { RequestQuota, Send, UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'
import { PushBacks } from './push-backs.ts'
import { quotaEvent, type QuotaEvent, type QuotaTaken } from './quota-event.ts'

export interface QuotaDeps {
  readonly quota: UpstreamQuota
  /** Milliseconds since 1970, as in a request's deadline. */
  readonly now: () => number
  readonly onQuota: (event: QuotaEvent) => void
  readonly onQuotaTaken: (taken: QuotaTaken) => void
}

/**
 * The time that a call itself takes: a token that comes later than this before the deadline would be wasted on a
 * timeout.
 */
const callTimeMs = 1500

/**
 * Takes a token before each request that has a usage plan, and waits for it as far as the deadline allows. Throws
 * `RATE_LIMITED` at once when the wait would be longer, and `UPSTREAM_TIMEOUT` when the signal ends the wait. Learns
 * the rate from answers, and makes the bucket back off when Amazon throttles nevertheless.
 */
export function sendWithinQuota(send: Send, deps: QuotaDeps): Send {
  const pushBacks = new PushBacks()
  return async (request) => {
    const { quota } = request
    if (quota === undefined) return send(request)
    const ratePerSecond = await takeToken(deps, request, quota)
    const answer = await send(request)
    await learnFrom({ ...deps, pushBacks }, quota, answer, ratePerSecond)
    // Whoever asks again waits for one interval of the seller's own rate, as the bucket does.
    return answer.status === 429 ? { ...answer, rateLimit: answer.rateLimit ?? ratePerSecond } : answer
  }
}

/** Returns the rate that the quota assumed when it granted the token. */
async function takeToken(
  deps: QuotaDeps,
  request: UpstreamRequest,
  { key, plan, reserved }: RequestQuota,
): Promise<number> {
  const { signal, endsAt } = request.deadline
  try {
    const maxWaitMs = longestWait(endsAt - deps.now())
    const { waitMs, ratePerSecond, tokensLeft } = await deps.quota.take(key, { plan, reserved, maxWaitMs })
    deps.onQuotaTaken({ operation: key.operation, waitMs, tokensLeft })
    if (waitMs > 0) await sleep(waitMs, undefined, { signal })
    return ratePerSecond
  } catch (error) {
    if (signal.aborted) throw abortFailure(request.operation.name, signal)
    if (!DomainError.is(error) || error.code !== 'RATE_LIMITED') throw error
    deps.onQuota(quotaEvent('refused', key))
    throw withBoundedWait(error)
  }
}

function withBoundedWait(refusal: DomainError): DomainError {
  const { code, detail, retryAfterSeconds } = refusal
  if (retryAfterSeconds === undefined || retryAfterSeconds <= longestWaitSeconds) return refusal
  const options = { retryAfterSeconds: longestWaitSeconds, cause: refusal }
  return new DomainError(code, detail === undefined ? options : { ...options, detail })
}

function longestWait(msUntilDeadline: number): number {
  const left = Math.max(0, msUntilDeadline)
  return left - Math.min(callTimeMs, left / 2)
}

/** A 429 states no rate. It says that the bucket is empty; the next token takes one interval of the rate. */
async function learnFrom(
  { quota, onQuota, pushBacks }: QuotaDeps & { readonly pushBacks: PushBacks },
  { key, plan, reserved }: RequestQuota,
  answer: UpstreamAnswer,
  assumedRate: number,
): Promise<void> {
  const rate = answer.rateLimit ?? assumedRate
  if (rate !== assumedRate) await quota.learn(key, plan, rate)
  if (answer.status !== 429) {
    pushBacks.forget(key)
    return
  }
  onQuota(quotaEvent('pushed_back', key))
  const burst = pushBacks.isFirst(key) ? plan.burst - reserved : plan.burst
  await quota.backOff(key, { ...plan, burst }, Math.min(1000 / rate, longestWaitSeconds * 1000))
}
