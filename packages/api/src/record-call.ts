import type { AuditEvent } from '@orderport/domain'
import type { Caller, Context } from './context.ts'

/** Records what a caller asked for, under the tenant that it was asked for. Throws DATABASE_UNAVAILABLE where it can't. */
export function recordCall(
  { services, requestId }: Context,
  { identity: { actor, method }, tenantId }: Caller,
  event: Pick<AuditEvent, 'action' | 'subject' | 'outcome'>,
): Promise<void> {
  return services.audit.record(tenantId, { actor, method, requestId, ...event })
}
