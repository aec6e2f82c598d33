import { setTimeout as sleep } from 'node:timers/promises'
import { raceAgainst, type BackgroundJob, type RunJob } from '@orderport/domain'
import type { Job, PgBoss } from 'pg-boss'
import { isDatabaseAway } from '../database-error.ts'
import { createPool } from '../tenant-database/pool.ts'
import { createBoss, jobQueue, parseJob } from './job-queue.ts'

export interface JobWorkerOptions {
  /** The URL of the runtime role's connection, also one through a pooler in transaction mode. */
  readonly url: string
  /** Runs one slice of a job. One that throws is retried later, with growing pauses. */
  readonly runJob: RunJob
  /** Slices that this process runs at a time. */
  readonly concurrency?: number
  /** Slices of one tenant that all workers run at a time. Two workers that fetch at once may exceed it. */
  readonly groupConcurrency?: number
  /** Milliseconds between two looks for a job, of each of the `concurrency`; at least 500. */
  readonly pollMs?: number
  /** Called for the log when a slice fails, with its job, or when the queue can't be reached, with null. */
  readonly onError?: (error: unknown, job: BackgroundJob | null) => void
}

export interface JobWorker {
  /** Resolves when the worker has reached the queue and looks for jobs. */
  readonly started: Promise<void>
  /**
   * Takes no new jobs, tells the running slices to stop, waits for them for this many milliseconds at most, and closes
   * its connections. Slices that are still running then are run again by another worker.
   */
  stop(timeoutMs: number): Promise<void>
}

const workerStatementMs = 15_000
const connectTimeoutMs = 5000
/** Beyond the slices' own time: to record how they ended, and to close. */
const closingMs = 3000
const restartMs = 1000
/** While Postgres is away, each look for a job fails: one report in this time is enough. */
const quietMs = 10_000

/**
 * Starts to run the queue's jobs. It waits while Postgres is away or not migrated, at its start and later. A slice
 * whose process died is run again about 20 seconds later.
 */
export function startJobWorker(options: JobWorkerOptions): JobWorker {
  const { url, onError = () => undefined } = options
  const stopping = new AbortController()
  const report = reporter(onError)
  // One connection runs one statement after another: each look for a job sees what this process has taken before it.
  const pool = createPool({
    url,
    poolSize: 1,
    statementTimeoutMs: workerStatementMs,
    connectTimeoutMs,
    onError: (error) => report(error),
  })
  const { promise: started, resolve: hasStarted } = Promise.withResolvers<void>()
  const starting = startWhenPossible()

  async function startWhenPossible(): Promise<PgBoss | null> {
    while (!stopping.signal.aborted) {
      const boss = await createBoss((text, values) => pool.query(text, values), supervision)
      boss.on('error', report)
      try {
        await boss.start()
        await work(boss, { ...options, onError, report }, stopping.signal)
        hasStarted()
        return boss
      } catch (error) {
        report(error)
        await boss.stop({ graceful: false, close: false }).catch(report)
        await sleep(restartMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
    return null
  }

  async function end(timeoutMs: number): Promise<void> {
    const boss = await starting
    await boss?.stop({ graceful: true, close: false, timeout: timeoutMs })
    await pool.end()
  }

  let stopped: Promise<void> | undefined
  return {
    started,
    stop(timeoutMs) {
      stopping.abort()
      stopped ??= raceAgainst(timeoutMs + closingMs, end(timeoutMs)).catch(report)
      return stopped
    },
  }
}

/** Each worker supervises the queue: one of them at a time finds the jobs whose worker died. */
const supervision = {
  supervise: true,
  superviseIntervalSeconds: 5,
  monitorIntervalSeconds: 5,
  maintenanceIntervalSeconds: 60,
  flowIntervalSeconds: 3600,
}

type Report = (error: unknown) => void

interface WorkOptions extends JobWorkerOptions {
  readonly onError: NonNullable<JobWorkerOptions['onError']>
  readonly report: Report
}

async function work(boss: PgBoss, options: WorkOptions, stopping: AbortSignal): Promise<void> {
  const { runJob, concurrency = 4, groupConcurrency = 2, pollMs = 1000, onError, report } = options
  const settings = {
    batchSize: 1,
    localConcurrency: concurrency,
    groupConcurrency,
    pollingIntervalSeconds: pollMs / 1000,
  }
  async function runFirst([found]: readonly Job<unknown>[]): Promise<void> {
    if (found === undefined) return
    const job = parseJob(found.data)
    if (job === null) {
      // It waits for a worker of a newer version.
      const unknown = new Error('A job is of a kind that this version does not know.')
      report(unknown)
      throw unknown
    }
    try {
      await runJob(job, AbortSignal.any([stopping, found.signal]))
    } catch (error) {
      if (!stopping.aborted) onError(error, job)
      throw error
    }
  }
  await boss.work(jobQueue, settings, runFirst)
}

/** Reports what goes wrong beside the slices: the same fault, or an outage, once in a while. */
function reporter(onError: NonNullable<JobWorkerOptions['onError']>): Report {
  const quietUntil = new Map<string, number>()
  return (error) => {
    const now = performance.now()
    for (const [fault, until] of quietUntil) if (until <= now) quietUntil.delete(fault)
    const fault = isDatabaseAway(error) ? 'away' : String(error)
    if (quietUntil.has(fault)) return
    quietUntil.set(fault, now + quietMs)
    onError(error, null)
  }
}
