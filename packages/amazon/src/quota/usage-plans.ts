import type { UsagePlan } from '@orderport/domain'
import type { UpstreamOperation } from '../transport/upstream-request.ts'

/** What has a usage plan: every operation of the Selling Partner API. Login with Amazon is none. */
type PlannedOperation = Exclude<UpstreamOperation, 'getAccessToken'>

/**
 * The published usage plans; what a seller is granted is learned from `x-amzn-RateLimit-Limit`.
 * Source: Amazon's models of the Orders API, 2026-01-01 and v0, and of the Tokens API, 2021-03-01.
 */
const usagePlans: Readonly<Record<PlannedOperation, UsagePlan>> = {
  getOrder: { ratePerSecond: 0.5, burst: 30 },
  'v0.getOrder': { ratePerSecond: 0.5, burst: 30 },
  'v0.getOrderItems': { ratePerSecond: 0.5, burst: 30 },
  createRestrictedDataToken: { ratePerSecond: 1, burst: 10 },
}

/** The plan of an operation; null for what has none. */
export function usagePlanOf(operation: UpstreamOperation): UsagePlan | null {
  return operation === 'getAccessToken' ? null : usagePlans[operation]
}
