import type { Services } from '@orderport/api'
import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import { Counter, Histogram, type Registry } from 'prom-client'
import { waitBuckets } from './request-metrics.ts'

export interface CallMetrics {
  /** Starts to time a procedure's call; the function that it returns counts the call with its outcome. */
  observeCall: Services['observeCall']
}

/** `refused`: the caller's to put right (4xx); `failed`: ours or an upstream's (5xx). */
const outcomes = ['ok', 'refused', 'failed'] as const

/** The calls of procedures: over REST and tRPC alike, and each call of a batch by itself. */
export function callMetrics(registry: Registry): CallMetrics {
  const calls = new Counter({
    name: 'orderport_procedure_calls_total',
    help: 'Calls of a procedure, by its outcome: ok or the failure’s code',
    labelNames: ['procedure', 'code'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'orderport_procedure_duration_seconds',
    help: 'Time of a procedure’s call, by outcome: ok, refused (4xx) or failed (5xx)',
    labelNames: ['procedure', 'outcome'],
    buckets: waitBuckets,
    registers: [registry],
  })

  function seriesOf(procedure: string) {
    // A rate sees the first failure only if the series was there before it.
    for (const outcome of outcomes) durations.zero({ procedure, outcome })
    const counters = new Map<'ok' | ErrorCode, () => void>()
    for (const code of ['ok', 'INTERNAL']) calls.inc({ procedure, code }, 0)
    const timers = Object.fromEntries(outcomes.map((outcome) => [outcome, durations.labels({ procedure, outcome })]))
    return (code: 'ok' | ErrorCode, seconds: number) => {
      const count = counters.get(code) ?? countWith(calls.labels({ procedure, code }))
      counters.set(code, count)
      count()
      timers[outcomeOf(code)]?.observe(seconds)
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

function countWith(counter: { inc(): void }): () => void {
  return () => counter.inc()
}

function outcomeOf(code: 'ok' | ErrorCode): (typeof outcomes)[number] {
  if (code === 'ok') return 'ok'
  return errorCatalogue[code].status >= 500 ? 'failed' : 'refused'
}
