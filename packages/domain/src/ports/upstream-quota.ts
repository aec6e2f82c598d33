/** Whose bucket: Amazon counts for each application, selling account, region and operation apart. */
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
   * Tokens that this caller leaves for others: 0 for an import that somebody waits for. Who leaves some never waits either:
   * a token promised for later is one that the others miss now.
   */
  readonly reserved: number
  /** Milliseconds that the caller can wait for its token. */
  readonly maxWaitMs: number
}

export interface QuotaGrant {
  /** Milliseconds to wait before the call. */
  readonly waitMs: number
  /** The rate that was reckoned with: the plan's, or the one learned since. */
  readonly ratePerSecond: number
}

/** What the marketplace grants us, shared by everybody who calls it. */
export interface UpstreamQuota {
  /**
   * Takes one token, now or out of the near future. Throws `RATE_LIMITED` with the seconds until a token is free, and
   * takes nothing, when that is longer than the caller can wait.
   */
  take(key: QuotaKey, request: QuotaRequest): Promise<QuotaGrant>

  /** Reckons with this rate from now on: the marketplace told it. */
  learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void>

  /** The marketplace refused a call: the bucket is empty, and gives its next token in `ms` milliseconds at the earliest. */
  pushBack(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void>
}
