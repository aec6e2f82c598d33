import {
  DomainError,
  type QuotaGrant,
  type QuotaKey,
  type QuotaRequest,
  type UpstreamQuota,
  type UsagePlan,
} from '@orderport/domain'
import { LRUCache } from 'lru-cache'

/** How many tokens a bucket lacked at a moment. */
interface Bucket {
  readonly missing: number
  /** Milliseconds. */
  readonly at: number
  readonly ratePerSecond: number
}

/** The number of buckets that are kept. The least recently used goes first; by then it is full again. */
const maxBuckets = 10_000

/** Usage plans as this process alone counts them: the same arithmetic as the shared quota's, in memory. */
export class ProcessQuota implements UpstreamQuota {
  readonly #now: () => number
  readonly #share: number
  readonly #buckets = new LRUCache<string, Bucket>({ max: maxBuckets })

  /** `now` returns milliseconds; `share` is the part of every plan that this process may use, from 0 to 1. */
  constructor(now: () => number, share = 1) {
    this.#now = now
    this.#share = share
  }

  async take(key: QuotaKey, { plan, reserved, maxWaitMs }: QuotaRequest): Promise<QuotaGrant> {
    const bucket = this.#bucket(key, plan)
    const owed = bucket.missing + 1 - Math.max(1, this.#capacity(plan) - reserved)
    const waitMs = Math.max(0, (owed / bucket.ratePerSecond) * 1000)
    if (waitMs > (reserved > 0 ? 0 : Math.max(0, maxWaitMs))) {
      throw new DomainError('RATE_LIMITED', {
        detail: 'this process has used up its part of the usage plan',
        retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
        retryAfterMs: Math.ceil(waitMs),
      })
    }
    const missing = bucket.missing + 1
    this.#keep(key, { ...bucket, missing })
    const tokensLeft = Math.max(0, this.#capacity(plan) - missing)
    return { waitMs, ratePerSecond: bucket.ratePerSecond / this.#share, tokensLeft }
  }

  /** Counts a token that was taken elsewhere, so that this bucket is not found full when it is needed. */
  count(key: QuotaKey, plan: UsagePlan): void {
    const bucket = this.#bucket(key, plan)
    this.#keep(key, { ...bucket, missing: Math.min(bucket.missing + 1, this.#capacity(plan)) })
  }

  async learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void> {
    this.#keep(key, { ...this.#bucket(key, plan), ratePerSecond: ratePerSecond * this.#share })
  }

  async backOff(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void> {
    const bucket = this.#bucket(key, plan)
    const empty = this.#capacity(plan) - 1 + (ms / 1000) * bucket.ratePerSecond
    this.#keep(key, { ...bucket, missing: Math.max(bucket.missing, empty) })
  }

  /** Returns the bucket as it is now. */
  #bucket(key: QuotaKey, plan: UsagePlan): Bucket {
    const at = this.#now()
    const kept = this.#buckets.get(bucketName(key))
    if (kept === undefined) return { missing: 0, at, ratePerSecond: plan.ratePerSecond * this.#share }
    const refilled = (Math.max(0, at - kept.at) / 1000) * kept.ratePerSecond
    return { ...kept, missing: Math.max(0, kept.missing - refilled), at: Math.max(at, kept.at) }
  }

  #capacity(plan: UsagePlan): number {
    return Math.max(1, Math.floor(plan.burst * this.#share))
  }

  #keep(key: QuotaKey, bucket: Bucket): void {
    this.#buckets.set(bucketName(key), bucket)
  }
}

function bucketName({ application, sellerId, region, operation }: QuotaKey): string {
  return JSON.stringify([application, sellerId, region, operation])
}
