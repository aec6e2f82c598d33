import type { ErrorCode } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'

export interface RequestMetrics {
  /** Counts and times the listener's answers by route, never by URL. */
  observeRequests(app: FastifyInstance): void
  /** Counts a request that was refused because of its caller or its tenant. */
  observeRefusal(code: ErrorCode): void
}

/** The buckets of whatever an agent waits for, in seconds. */
export const waitBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function requestMetrics(registry: Registry): RequestMetrics {
  const requests = new Histogram({
    name: 'orderport_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: waitBuckets,
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'orderport_refusals_total',
    help: 'Requests refused for who called, or for which tenant, by code',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
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
    observeRefusal(code) {
      refusals.inc({ code })
    },
  }
}
