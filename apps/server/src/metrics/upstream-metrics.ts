import type { CircuitEvent, UpstreamAttempt } from '@orderport/amazon'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export interface UpstreamMetrics {
  /** Counts and times one request to a marketplace. */
  observeAttempt(attempt: UpstreamAttempt): void
  /** Remembers the state of a host's breaker. */
  observeCircuit(event: CircuitEvent): void
  /** Counts an order that came without a part that the marketplace refuses. */
  observeReduced(): void
}

const statusClasses = ['2xx', '3xx', '4xx', '429', '5xx', 'none'] as const
const circuitStates: readonly CircuitEvent['state'][] = ['open', 'probing', 'closed']

export function upstreamMetrics(registry: Registry): UpstreamMetrics {
  const attempts = new Counter({
    name: 'orderport_upstream_attempts_total',
    help: 'Calls to a marketplace, by operation and HTTP status (0: no answer)',
    labelNames: ['operation', 'status'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'orderport_upstream_duration_seconds',
    help: 'Time of a call to a marketplace, by operation and class of its status (none: no answer)',
    labelNames: ['operation', 'status_class'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const breakers = new Gauge({
    name: 'orderport_upstream_breaker',
    help: '1 for the state that the breaker of a host is in; no series before it first opened',
    labelNames: ['host', 'state'],
    registers: [registry],
  })
  const reduced = new Counter({
    name: 'orderport_reduced_orders_total',
    help: 'Orders that came without a part that the marketplace refuses',
    registers: [registry],
  })
  const operations = new Set<string>()
  return {
    observeAttempt({ operation, status, durationMs }) {
      // A rate sees the first 429 only if the series was there before it.
      if (!operations.has(operation)) {
        for (const statusClass of statusClasses) durations.zero({ operation, status_class: statusClass })
      }
      operations.add(operation)
      attempts.inc({ operation, status: status ?? 0 })
      durations.observe({ operation, status_class: statusClassOf(status) }, durationMs / 1000)
    },
    observeCircuit({ host, state }) {
      for (const other of circuitStates) breakers.set({ host, state: other }, other === state ? 1 : 0)
    },
    observeReduced: () => reduced.inc(),
  }
}

function statusClassOf(status: number | null): (typeof statusClasses)[number] {
  if (status === null) return 'none'
  if (status === 429) return '429'
  if (status >= 500) return '5xx'
  if (status >= 400) return '4xx'
  return status >= 300 ? '3xx' : '2xx'
}
