import type { TenantId } from '../tenant-id.ts'

/** Something that was done or refused, without a person's data. */
export interface AuditEvent {
  /** As `Identity.actor`; `operator` for the operators' commands. */
  readonly actor: string
  /** As `Identity.method`; `operator` for the operators' commands. */
  readonly method: string
  /** What was asked for, such as `order.import`. */
  readonly action: string
  /** What it was done to: an order's id or reference, a key's id, a channel. Null where there is none to name. */
  readonly subject: string | null
  /** `ok`, or the code of the failure. */
  readonly outcome: string
  readonly requestId: string
}

/** The record of who did what, appended to and never changed. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface AuditLog {
  record(tenantId: TenantId, event: AuditEvent): Promise<void>
}
