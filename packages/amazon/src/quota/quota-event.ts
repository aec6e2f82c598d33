import type { QuotaKey } from '@orderport/domain'

/** What became of a request's quota, for logs: no token, no person's data. */
export interface QuotaEvent extends Pick<QuotaKey, 'sellerId' | 'region' | 'operation'> {
  readonly event:
    /** The token would have come after the caller's deadline: no request was made. */
    | 'refused'
    /** Amazon throttled us all the same: somebody else uses the plan, or it is a smaller one. */
    | 'pushed_back'
    /** The shared quota did not answer in time: a part of the plan is used, as this process counts. */
    | 'unreachable'
  /** The name of the error behind `unreachable`. */
  readonly cause: string | null
}

export function quotaEvent(event: QuotaEvent['event'], key: QuotaKey, cause: string | null = null): QuotaEvent {
  const { sellerId, region, operation } = key
  return { event, sellerId, region, operation, cause }
}
