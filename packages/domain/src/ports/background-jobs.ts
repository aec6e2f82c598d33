import type { Instant } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'

/** Work that a worker does in the background. It holds ids alone. */
export type BackgroundJob =
  | { readonly kind: 'import'; readonly tenantId: TenantId; readonly importId: string }
  /** Orders that changed since the last sweep. */
  | { readonly kind: 'sweep'; readonly tenantId: TenantId; readonly channel: string }
  /** Orders that aren't final. */
  | { readonly kind: 'refresh'; readonly tenantId: TenantId; readonly channel: string }
  /** The marketplace announced that this order changed. */
  | { readonly kind: 'order'; readonly tenantId: TenantId; readonly channel: string; readonly externalOrderId: string }

/** The queue of background jobs. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface BackgroundJobs {
  /** Enqueues a job, unless the same one is waiting already. It doesn't start before `at`. */
  enqueue(job: BackgroundJob, at?: Instant): Promise<void>
}

/**
 * Runs one slice of a job: seconds, not minutes. What is left to do, it enqueues. A slice may run more than once, and
 * beside another one of the same job. Stops soon when `signal` aborts. One that throws is run again later.
 */
export type RunJob = (job: BackgroundJob, signal: AbortSignal) => Promise<void>
