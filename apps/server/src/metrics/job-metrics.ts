import type { Database, ImportCount, JobStats } from '@orderport/db'
import { importStates, type BackgroundJob } from '@orderport/domain'
import { Gauge, Histogram, type Registry } from 'prom-client'
import { createKeptAnswer } from './kept-answer.ts'

export interface JobMetrics {
  /** Counts and times a slice of a job that this process ran; `failed` is one that is run again. */
  observeSlice(kind: BackgroundJob['kind'], outcome: 'done' | 'failed', seconds: number): void
  /** Measures the queue and the imports of all tenants at each scrape. No series while they can't be counted. */
  watchJobs(database: WatchedJobs, now: () => Date): void
}

interface WatchedJobs extends Pick<Database, 'countImports'> {
  readonly jobs: Pick<Database['jobs'], 'stats'>
}

const kinds: readonly BackgroundJob['kind'][] = ['import', 'sweep', 'refresh', 'order']
const queue = 'background'
const keepQueueMs = 10_000
/** The count reads a whole table, and changes slowly. */
const keepImportsMs = 60_000

export function jobMetrics(registry: Registry): JobMetrics {
  const slices = new Histogram({
    name: 'orderport_job_slice_duration_seconds',
    help: 'Time of a slice of a background job, by kind and outcome; a slice that failed is run again',
    labelNames: ['kind', 'outcome'],
    buckets: [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  for (const kind of kinds) for (const outcome of ['done', 'failed']) slices.zero({ kind, outcome })
  return {
    observeSlice: (kind, outcome, seconds) => slices.observe({ kind, outcome }, seconds),
    watchJobs(database, now) {
      const stats = createKeptAnswer<JobStats | null>(() => database.jobs.stats(), {
        keepMs: keepQueueMs,
        none: null,
        now,
      })
      addQueueGauges(registry, stats)
      const counts = createKeptAnswer<readonly ImportCount[]>(() => database.countImports(), {
        keepMs: keepImportsMs,
        none: [],
        now,
      })
      addImportGauges(registry, counts)
    },
  }
}

function addQueueGauges(registry: Registry, stats: () => Promise<JobStats | null>): void {
  const gauges = [
    ['orderport_jobs_waiting', 'Background jobs that could run now', 'ready'],
    ['orderport_jobs_deferred', 'Background jobs whose time has not come, as for the quota', 'deferred'],
    ['orderport_jobs_active', 'Background jobs that a worker runs', 'active'],
    ['orderport_job_oldest_seconds', 'How long the oldest job that could run has been waiting', 'oldestReadySeconds'],
  ] as const
  for (const [name, help, member] of gauges) {
    const gauge: Gauge<'queue'> = new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        const current = await stats()
        gauge.reset()
        if (current !== null) gauge.set({ queue }, current[member])
      },
    })
  }
}

function addImportGauges(registry: Registry, counts: () => Promise<readonly ImportCount[]>): void {
  const imports: Gauge<'state'> = new Gauge({
    name: 'orderport_bulk_imports',
    help: 'Imports of many orders of all tenants, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const rows = await counts()
      for (const state of importStates) imports.set({ state }, 0)
      for (const { state, number } of rows) imports.set({ state: state ?? 'unknown' }, number)
    },
  })
  const items: Gauge<'outcome'> = new Gauge({
    name: 'orderport_bulk_import_items',
    help: 'Orders of those imports, by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
    async collect() {
      const rows = await counts()
      for (const outcome of ['stored', 'unchanged', 'failed'] as const) {
        items.set(
          { outcome },
          rows.reduce((sum, row) => sum + row[outcome], 0),
        )
      }
    },
  })
}
