import {
  DomainError,
  type QuotaGrant,
  type QuotaKey,
  type QuotaRequest,
  type UpstreamQuota,
  type UsagePlan,
} from '@orderport/domain'

/** What is missing from a full bucket at a moment. */
interface Bucket {
  readonly used: number
  /** Milliseconds. */
  readonly at: number
  readonly ratePerSecond: number
}

/** Buckets that are kept; the one untouched for longest goes first. By then it is full again. */
const maxBuckets = 10_000

/** Usage plans as this process alone counts them: the same arithmetic as the shared ones, in memory. */
export class ProcessQuota implements UpstreamQuota {
  readonly #now: () => number
  readonly #share: number
  readonly #buckets = new Map<string, Bucket>()

  /** `now` gives milliseconds; `share` is the part of every plan that this process may use, from 0 to 1. */
  constructor(now: () => number, share = 1) {
    this.#now = now
    this.#share = share
  }

  async take(key: QuotaKey, { plan, reserved, maxWaitMs }: QuotaRequest): Promise<QuotaGrant> {
    const bucket = this.#bucket(key, plan)
    const missing = bucket.used + 1 - Math.max(1, this.#capacity(plan) - reserved)
    const waitMs = Math.max(0, (missing / bucket.ratePerSecond) * 1000)
    if (waitMs > (reserved > 0 ? 0 : Math.max(0, maxWaitMs))) {
      throw new DomainError('RATE_LIMITED', {
        detail: 'this process has used up its part of the usage plan',
        retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
      })
    }
    this.#keep(key, { ...bucket, used: bucket.used + 1 })
    return { waitMs, ratePerSecond: bucket.ratePerSecond / this.#share }
  }

  /** Counts a token that was taken elsewhere, so that there is no full bucket when this one is needed. */
  count(key: QuotaKey, plan: UsagePlan): void {
    const bucket = this.#bucket(key, plan)
    this.#keep(key, { ...bucket, used: Math.min(bucket.used + 1, this.#capacity(plan)) })
  }

  async learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void> {
    this.#keep(key, { ...this.#bucket(key, plan), ratePerSecond: ratePerSecond * this.#share })
  }

  async pushBack(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void> {
    const bucket = this.#bucket(key, plan)
    const empty = this.#capacity(plan) - 1 + (ms / 1000) * bucket.ratePerSecond
    this.#keep(key, { ...bucket, used: Math.max(bucket.used, empty) })
  }

  /** The bucket as it is now. */
  #bucket(key: QuotaKey, plan: UsagePlan): Bucket {
    const at = this.#now()
    const stored = this.#buckets.get(nameOf(key))
    if (stored === undefined) return { used: 0, at, ratePerSecond: plan.ratePerSecond * this.#share }
    const flownBack = (Math.max(0, at - stored.at) / 1000) * stored.ratePerSecond
    return { ...stored, used: Math.max(0, stored.used - flownBack), at: Math.max(at, stored.at) }
  }

  #capacity(plan: UsagePlan): number {
    return Math.max(1, Math.floor(plan.burst * this.#share))
  }

  #keep(key: QuotaKey, bucket: Bucket): void {
    const name = nameOf(key)
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= maxBuckets) break
      this.#buckets.delete(oldest)
    }
  }
}

function nameOf({ application, sellerId, region, operation }: QuotaKey): string {
  return JSON.stringify([application, sellerId, region, operation])
}
