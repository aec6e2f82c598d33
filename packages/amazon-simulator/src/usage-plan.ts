import { publishedPlan, type SpApiOperation, type AmazonUsagePlan } from './operations.ts'

/** Controls the simulated quotas. */
export interface AmazonUsagePlans {
  /** Throttles no request from now on. */
  switchOff(): void
  /** Multiplies the published plans by a factor above 0, with full buckets. A burst stays at least 1. */
  scale(factor: number): void
  /** Restores the published plans, with full buckets. */
  reset(): void
  /** Sets another plan for an operation, for every seller, with full buckets. */
  override(operation: SpApiOperation, plan: AmazonUsagePlan): void
}

interface Bucket {
  readonly tokens: number
  readonly at: number
}

/** A token bucket for each seller and operation, refilled by the simulator's clock. */
export class TokenBuckets implements AmazonUsagePlans {
  readonly #now: () => number
  readonly #plans = new Map<SpApiOperation, AmazonUsagePlan>()
  readonly #buckets = new Map<string, Bucket>()
  #off = false
  #factor = 1

  constructor(now: () => number) {
    this.#now = now
  }

  switchOff(): void {
    this.#off = true
  }

  scale(factor: number): void {
    if (!(factor > 0)) throw new RangeError('the factor of the usage plans must be above 0')
    this.#off = false
    this.#factor = factor
    this.#buckets.clear()
  }

  reset(): void {
    this.#off = false
    this.#factor = 1
    this.#plans.clear()
    this.#buckets.clear()
  }

  override(operation: SpApiOperation, plan: AmazonUsagePlan): void {
    this.#plans.set(operation, plan)
    for (const key of this.#buckets.keys()) if (key.startsWith(`${operation} `)) this.#buckets.delete(key)
  }

  /** Takes a request out of the seller's bucket. Returns false if the bucket is empty. */
  take(sellerId: string, operation: SpApiOperation): boolean {
    if (this.#off) return true
    const key = `${operation} ${sellerId}`
    const { rate, burst } = this.#planOf(operation)
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate)
    const granted = tokens >= 1
    this.#buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: now })
    return granted
  }

  /** Returns the value of the header `x-amzn-RateLimit-Limit`. */
  rateOf(operation: SpApiOperation): string {
    return String(this.#planOf(operation).rate)
  }

  #planOf(operation: SpApiOperation): AmazonUsagePlan {
    const override = this.#plans.get(operation)
    if (override !== undefined) return override
    const { rate, burst } = publishedPlan(operation)
    // Rounded, so that the header that tells the rate shows no floating-point noise.
    const scaledRate = Number((rate * this.#factor).toPrecision(6))
    return { rate: scaledRate, burst: Math.max(1, Math.floor(burst * this.#factor)) }
  }
}
