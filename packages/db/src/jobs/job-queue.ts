import { tenantIdSchema, type BackgroundJob } from '@orderport/domain'
import type { ConstructorOptions, Db, PgBoss, QueueOptions } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }
import { z } from 'zod'

/** The schema of pg-boss's tables. `migrate` makes it; the service never does. */
export const jobSchema = 'pgboss'

/** The version of that schema that this version of pg-boss works with. */
export const jobSchemaVersion: number = packageJson.pgboss.schema

/** The one queue: a job's group keeps tenants apart, not its queue. */
export const jobQueue = 'background'

/** A job that is waiting is the same as another one with its key. */
export const jobPolicy = 'short'

/**
 * A job is retried for as long as it is kept: an outage of hours loses none. One whose worker died is found by its
 * heartbeat, and goes on within 35 seconds however often its workers die. What is done is deleted soon, because each
 * slice of work is a job of its own.
 */
export const queueOptions: QueueOptions = {
  heartbeatSeconds: 10,
  expireInSeconds: 300,
  retryLimit: 1_000_000,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 20,
  retentionSeconds: 30 * 24 * 60 * 60,
  deleteAfterSeconds: 600,
}

/** Nothing of pg-boss that needs the owner's rights, a session of its own, or other tables than the queue's. */
const bossOptions: ConstructorOptions = {
  schema: jobSchema,
  migrate: false,
  createSchema: false,
  schedule: false,
  supervise: false,
  useListenNotify: false,
  reindex: false,
  monitorVacuum: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
}

/**
 * Creates pg-boss, to run its statements by `executeSql`. Imported only now: a service without jobs starts sooner, and
 * stays smaller.
 */
export async function createBoss(executeSql: Db['executeSql'], options: ConstructorOptions = {}): Promise<PgBoss> {
  const boss = await import('pg-boss')
  return new boss.PgBoss({ ...bossOptions, ...options, db: { executeSql } })
}

/** Returns the key of a job: the same for the same job. */
export function keyOf(job: BackgroundJob): string {
  switch (job.kind) {
    case 'import':
      return JSON.stringify([job.kind, job.tenantId, job.importId])
    case 'order':
      return JSON.stringify([job.kind, job.tenantId, job.channel, job.externalOrderId])
    case 'sweep':
    case 'refresh':
      return JSON.stringify([job.kind, job.tenantId, job.channel])
  }
}

const tenantId = tenantIdSchema
const channel = z.string().min(1)

const jobSchemaOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), tenantId, importId: z.string().min(1) }),
  z.object({ kind: z.literal('sweep'), tenantId, channel }),
  z.object({ kind: z.literal('refresh'), tenantId, channel }),
  z.object({ kind: z.literal('order'), tenantId, channel, externalOrderId: z.string().min(1) }),
])

/** Parses what a job of the queue holds; null for a kind that this version does not know. */
export function parseJob(data: unknown): BackgroundJob | null {
  const parsed = jobSchemaOf.safeParse(data)
  return parsed.success ? parsed.data : null
}
