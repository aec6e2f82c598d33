import type { UpstreamAttempt } from '@orderport/amazon'
import type { Database } from '@orderport/db'
import type { ErrorCode } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly contentType: string
  /** Returns all metrics in Prometheus' text format. */
  text(): Promise<string>
  /** Counts and times the listener's answers by route, never by URL. */
  observeRequests(app: FastifyInstance): void
  /** Counts one call to a marketplace. */
  observeAttempt(attempt: UpstreamAttempt): void
  /** Counts a request that was refused because of its caller or its tenant. */
  observeRefusal(code: ErrorCode): void
  /** Measures the read replica's lag, and whether it is in use. Without a replica there are no such metrics. */
  watchReplica(replica: Pick<NonNullable<Database['replica']>, 'status'> | null): void
}

/** Each server has a registry of its own, so that two in one process don't mix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'orderport_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const attempts = new Counter({
    name: 'orderport_upstream_attempts_total',
    help: 'Calls to a marketplace, by operation and HTTP status (0: no answer)',
    labelNames: ['operation', 'status'],
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'orderport_refusals_total',
    help: 'Requests refused for who called, or for which tenant, by code',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observeRequests(app) {
      const series = new Map<string, ReturnType<typeof requests.labels>>()
      app.addHook('onResponse', (request, reply, done) => {
        const { method } = request
        const route = request.routeOptions.url ?? 'none'
        const key = `${method} ${reply.statusCode} ${route}`
        const labelled = series.get(key) ?? requests.labels({ method, route, status: reply.statusCode })
        series.set(key, labelled)
        labelled.observe(reply.elapsedTime / 1000)
        done()
      })
    },
    observeAttempt({ operation, status }) {
      attempts.inc({ operation, status: status ?? 0 })
    },
    observeRefusal(code) {
      refusals.inc({ code })
    },
    watchReplica(replica) {
      if (replica !== null) addReplicaGauges(registry, replica)
    },
  }
}

function addReplicaGauges(registry: Registry, replica: Pick<NonNullable<Database['replica']>, 'status'>): void {
  const lag: Gauge = new Gauge({
    name: 'orderport_read_replica_lag_seconds',
    help: 'How old what the read replica shows may be; NaN while that is unknown',
    registers: [],
    collect: () => lag.set((replica.status().lagMs ?? Number.NaN) / 1000),
  })
  const inUse: Gauge = new Gauge({
    name: 'orderport_read_replica_in_use',
    help: '1 while reads go to the read replica, 0 while the primary answers them',
    registers: [],
    collect: () => inUse.set(replica.status().state === 'in_use' ? 1 : 0),
  })
  registry.registerMetric(lag)
  registry.registerMetric(inUse)
}
