/** Names a bucket: Amazon counts each application, selling account, region and operation separately. */
export interface QuotaKey {
  /** Our application's client id at the marketplace. */
  readonly application: string
  readonly sellerId: string
  readonly region: string
  readonly operation: string
}

/** A token bucket as the marketplace publishes it: how fast it fills, and how many tokens it holds. */
export interface UsagePlan {
  readonly ratePerSecond: number
  readonly burst: number
}

export interface QuotaRequest {
  readonly plan: UsagePlan
  /**
   * Tokens that this caller leaves for others: 0 for an import that somebody waits for. A caller that reserves tokens
   * never waits for one: a token promised for later would be missing to the others.
   */
  readonly reserved: number
  /** How long the caller can wait for its token, in milliseconds. */
  readonly maxWaitMs: number
}

export interface QuotaGrant {
  /** How long to wait before the call, in milliseconds. */
  readonly waitMs: number
  /** The rate that was assumed: the plan's, or the one learned since. */
  readonly ratePerSecond: number
  /** Tokens that are free after this one, with those that the caller leaves to others; 0 where it has to wait. */
  readonly tokensLeft: number
}

/** The marketplace's usage plans, shared by all processes that call it. */
export interface UpstreamQuota {
  /**
   * Takes one token that is free now or soon. Takes nothing when the wait would be longer than the caller can wait, and
   * throws `RATE_LIMITED` with the seconds until a token is free.
   */
  take(key: QuotaKey, request: QuotaRequest): Promise<QuotaGrant>

  /** Assumes this rate from now on: the marketplace stated it. */
  learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void>

  /**
   * Empties the bucket, because the marketplace refused a call: the next token is free in `ms` milliseconds at the
   * earliest.
   */
  backOff(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void>
}
