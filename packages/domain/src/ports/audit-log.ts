import type { TenantId } from '../tenant-id.ts'

/** A call that was made or refused, without personal data. */
export interface AuditEvent {
  /** As `Identity.actor`; `operator` for the operators' commands. */
  readonly actor: string
  /** As `Identity.method`; `operator` for the operators' commands. */
  readonly method: string
  /** The procedure or command, such as `orders.import`. */
  readonly action: string
  /** What the call is about: an order's id or reference, a key's id, a channel; null if it is about none. */
  readonly subject: string | null
  /** `ok`, or the failure's code. */
  readonly outcome: string
  readonly requestId: string
}

/** The record of who did what; entries are never changed. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export interface AuditLog {
  record(tenantId: TenantId, event: AuditEvent): Promise<void>
}
