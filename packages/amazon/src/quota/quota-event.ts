import type { QuotaGrant, QuotaKey } from '@orderport/domain'

/** What happened to a request's quota, for logs: no token, no personal data. */
export interface QuotaEvent extends Pick<QuotaKey, 'sellerId' | 'region' | 'operation'> {
  readonly event:
    /** The token would have come after the caller's deadline: no request was made. */
    | 'refused'
    /**
     * Amazon throttled a request nevertheless: another program uses the plan, or the plan is smaller than published.
     */
    | 'pushed_back'
    /** The shared quota did not answer in time: this process counts by itself, and uses a part of the plan. */
    | 'unreachable'
  /** The name of the error behind `unreachable`. */
  readonly cause: string | null
}

/** A token that was taken, for metrics. */
export interface QuotaTaken extends Pick<QuotaKey, 'operation'>, Pick<QuotaGrant, 'waitMs' | 'tokensLeft'> {}

export function quotaEvent(event: QuotaEvent['event'], key: QuotaKey, cause: string | null = null): QuotaEvent {
  const { sellerId, region, operation } = key
  return { event, sellerId, region, operation, cause }
}
