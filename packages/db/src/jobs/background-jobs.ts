import type { BackgroundJob, BackgroundJobs, Instant } from '@orderport/domain'
import { withDatabase } from '../database-error.ts'
import type { Query, TenantDatabase } from '../tenant-database/tenant-database.ts'
import { createBoss, jobQueue, jobSchema, keyOf } from './job-queue.ts'

export interface JobStats {
  /** Jobs that could run now. */
  readonly ready: number
  /** Jobs whose time has not come. */
  readonly deferred: number
  /** Jobs that a worker runs. */
  readonly active: number
  /** Seconds that the oldest job has been ready; 0 without one. */
  readonly oldestReadySeconds: number
}

/** The queue of background jobs, and what monitoring wants to know of it. */
export interface JobQueue extends BackgroundJobs {
  /** Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
  stats(): Promise<JobStats>
}

/** Creates the queue over the service's own connections. */
export function createBackgroundJobs({ query }: TenantDatabase['withoutTenant']): JobQueue {
  return {
    enqueue: (job, at) => withDatabase(() => enqueueJob(query, job, at)),
    async stats() {
      const { rows } = await query<JobStats>({ name: 'jobs_stats', text: statsSql, values: [jobQueue] })
      return rows[0] ?? { ready: 0, deferred: 0, active: 0, oldestReadySeconds: 0 }
    },
  }
}

/** How often a job may be fetched between the two statements before we give up. */
const mostAttempts = 20

/**
 * Enqueues the job by `query`, so that it is committed with the transaction's other statements. If the same one is
 * waiting, it is moved to the earlier of both times, and can't start before the transaction ends: what it then finds
 * includes what the transaction wrote. The group is the tenant, so that workers take few jobs of one tenant at a time.
 */
export async function enqueueJob(query: Query, job: BackgroundJob, at?: Instant): Promise<void> {
  const key = keyOf(job)
  const boss = await createBoss((text, values) => query(values === undefined ? { text } : { text, values }))
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const id = await boss.send(jobQueue, job, {
      singletonKey: key,
      group: { id: job.tenantId },
      ...(at === undefined ? {} : { startAfter: new Date(at) }),
    })
    if (id !== null) return
    const { rowCount } = await query({ name: 'jobs_advance', text: advanceSql, values: [jobQueue, key, at ?? null] })
    if (rowCount !== 0) return
  }
  throw new Error('A job could not be enqueued: the same one was fetched again and again.')
}

const advanceSql = `
  UPDATE ${jobSchema}.job SET start_after = LEAST(start_after, COALESCE($3::timestamptz, now()))
  WHERE name = $1 AND singleton_key = $2 AND state = 'created'`

const isReady = `state < 'active' AND start_after <= now()`

const statsSql = `
  SELECT count(*) FILTER (WHERE ${isReady})::int AS ready,
    count(*) FILTER (WHERE state < 'active' AND start_after > now())::int AS deferred,
    count(*) FILTER (WHERE state = 'active')::int AS active,
    COALESCE(date_part('epoch', now() - min(start_after) FILTER (WHERE ${isReady})), 0) AS "oldestReadySeconds"
  FROM ${jobSchema}.job WHERE name = $1 AND state <= 'active'`
