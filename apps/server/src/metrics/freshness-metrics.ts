import type { OpenedOrder, SweepLag } from '@orderport/api'
import { Gauge, Histogram, type Registry } from 'prom-client'

export interface FreshnessMetrics {
  /** Records how long ago an order was checked that somebody opens. */
  observeOpened(opened: OpenedOrder): void
  /** Sets how far the sweeps of a channel are behind, as this process found it. */
  observeSweeps(lags: readonly SweepLag[]): void
}

const states = ['under_way', 'final'] as const

export function freshnessMetrics(registry: Registry): FreshnessMetrics {
  const ages = new Histogram({
    name: 'orderport_order_age_seconds',
    help: 'How long ago the marketplace was last asked for an order that somebody opens, by whether it can still change',
    labelNames: ['channel', 'state'],
    buckets: [15, 60, 150, 300, 600, 900, 1800, 3600, 21_600, 86_400],
    registers: [registry],
  })
  const lag = new Gauge({
    name: 'orderport_sweep_lag_seconds',
    help: 'The age of the newest change that is certainly stored, of the connection that is furthest behind',
    labelNames: ['channel'],
    registers: [registry],
  })
  const late = new Gauge({
    name: 'orderport_sweeps_late',
    help: 'Active connections that are more than two intervals behind, or were never swept',
    labelNames: ['channel'],
    registers: [registry],
  })
  const last = new Gauge({
    name: 'orderport_sweep_last_timestamp_seconds',
    help: 'Until when the connection that was swept last has been swept',
    labelNames: ['channel'],
    registers: [registry],
  })
  for (const state of states) ages.zero({ channel: 'amazon', state })
  return {
    observeOpened({ channel, isFinal, ageMs }) {
      ages.observe({ channel, state: isFinal ? 'final' : 'under_way' }, Math.max(0, ageMs) / 1000)
    },
    observeSweeps(lags) {
      for (const { channel, worstMs, late: number, lastSweptThrough } of lags) {
        lag.set({ channel }, worstMs / 1000)
        late.set({ channel }, number)
        if (lastSweptThrough !== null) last.set({ channel }, Date.parse(lastSweptThrough) / 1000)
      }
    },
  }
}
