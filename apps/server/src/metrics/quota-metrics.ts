import type { QuotaEvent, QuotaTaken } from '@orderport/amazon'
import { Counter, Histogram, type Registry } from 'prom-client'

export interface QuotaMetrics {
  /** Records a token that a request took of its seller's usage plan. */
  observeQuotaTaken(taken: QuotaTaken): void
  /** Counts a request that got no token, or a token that the shared count or the marketplace did not honour. */
  observeQuota(event: QuotaEvent): void
}

const events: readonly QuotaEvent['event'][] = ['refused', 'pushed_back', 'unreachable']

/** By operation and never by seller, of whom there may be thousands: a distribution over them says as much. */
export function quotaMetrics(registry: Registry): QuotaMetrics {
  const left = new Histogram({
    name: 'orderport_upstream_quota_tokens_left',
    help: 'Tokens of the seller’s usage plan that were left after a request took one, by operation',
    labelNames: ['operation'],
    buckets: [0, 1, 2, 5, 10, 15, 20, 25, 30],
    registers: [registry],
  })
  const waits = new Histogram({
    name: 'orderport_upstream_quota_wait_seconds',
    help: 'Time that a request waited for its token of the usage plan, by operation; 0 for those that did not wait',
    labelNames: ['operation'],
    buckets: [0, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const counts = new Counter({
    name: 'orderport_upstream_quota_events_total',
    help: 'Requests refused a token, throttled by the marketplace (pushed_back), or counted by this process alone',
    labelNames: ['operation', 'event'],
    registers: [registry],
  })
  const operations = new Set<string>()

  /** A rate sees the first event only if the series was there before it. */
  function expect(operation: string): void {
    if (operations.has(operation)) return
    operations.add(operation)
    for (const event of events) counts.inc({ operation, event }, 0)
  }

  return {
    observeQuotaTaken({ operation, waitMs, tokensLeft }) {
      expect(operation)
      left.observe({ operation }, Math.floor(tokensLeft))
      waits.observe({ operation }, waitMs / 1000)
    },
    observeQuota({ operation, event }) {
      expect(operation)
      counts.inc({ operation, event })
    },
  }
}
