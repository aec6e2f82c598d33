import { randomUUID } from 'node:crypto'
import type { BackgroundJob, RunJob } from '@orderport/domain'
import { createRequestRecord, withRecord } from '../http/request-record.ts'
import type { Log } from '../log.ts'
import { noTrace } from '../telemetry/tracing.ts'

export interface SliceDeps {
  readonly runJob: RunJob
  readonly log: Log
  readonly observeSlice: (kind: BackgroundJob['kind'], outcome: 'done' | 'failed', seconds: number) => void
}

/**
 * Returns what runs a slice of a job under an id of its own, `job-<uuid>`: the log's lines of what it asks a
 * marketplace have it, and so has the line that ends it. An import's line is at `info`, that of a sweep or a refresh at
 * `debug`.
 */
export function sliceRunner({ runJob, log, observeSlice }: SliceDeps): RunJob {
  return async (job, signal) => {
    const record = createRequestRecord(`job-${randomUUID()}`, noTrace)
    const began = performance.now()
    const end = (outcome: 'done' | 'failed'): void => {
      const durationMs = performance.now() - began
      observeSlice(job.kind, outcome, durationMs / 1000)
      const { requestId, attempts } = record
      const about = { requestId, kind: job.kind, tenantId: job.tenantId, importId: importIdOf(job) }
      const level = job.kind === 'import' ? 'info' : 'debug'
      log[level]({ ...about, outcome, attempts, durationMs: Math.round(durationMs) }, 'job')
    }
    try {
      await withRecord(record, () => runJob(job, signal))
    } catch (error) {
      end('failed')
      throw error
    }
    end('done')
  }
}

function importIdOf(job: BackgroundJob): string | null {
  return job.kind === 'import' ? job.importId : null
}
