import type { Services } from '@orderport/api'
import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import { Counter, Histogram, type Registry } from 'prom-client'
import { waitBuckets } from './request-metrics.ts'

export interface CallMetrics {
  /** Starts to time a procedure's call; the function that it returns measures the call with its outcome. */
  observeCall: Services['observeCall']
}

/** `refused`: the caller's to put right (4xx); `failed`: ours or an upstream's (5xx). */
const outcomes = ['ok', 'refused', 'failed'] as const

/** The calls of procedures: over REST and tRPC alike, and each call of a batch by itself. */
export function callMetrics(registry: Registry): CallMetrics {
  const durations = new Histogram({
    name: 'orderport_procedure_duration_seconds',
    help: 'Time of a procedure’s call, by outcome: ok, refused (4xx) or failed (5xx)',
    labelNames: ['procedure', 'outcome'],
    buckets: waitBuckets,
    registers: [registry],
  })
  const failures = new Counter({
    name: 'orderport_procedure_failures_total',
    help: 'Calls of a procedure that were refused or failed, by the failure’s code',
    labelNames: ['procedure', 'code'],
    registers: [registry],
  })

  /** A rate sees the first failure only if the series was there before it. */
  function seriesOf(procedure: string) {
    failures.inc({ procedure, code: 'INTERNAL' }, 0)
    for (const outcome of outcomes) durations.zero({ procedure, outcome })
    const ok = durations.labels({ procedure, outcome: 'ok' })
    return (code: 'ok' | ErrorCode, seconds: number) => {
      if (code === 'ok') return ok.observe(seconds)
      failures.inc({ procedure, code })
      durations.observe({ procedure, outcome: errorCatalogue[code].status >= 500 ? 'failed' : 'refused' }, seconds)
    }
  }

  const series = new Map<string, ReturnType<typeof seriesOf>>()
  return {
    observeCall(procedure) {
      const observe = series.get(procedure) ?? seriesOf(procedure)
      series.set(procedure, observe)
      const startedAt = performance.now()
      return (code) => observe(code, (performance.now() - startedAt) / 1000)
    },
  }
}
