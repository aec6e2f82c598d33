import type { AuditEvent } from '@orderport/domain'
import type { Caller, Context, Services } from './context.ts'
import { toDomainError } from './failure.ts'
import { idOrReferenceIn } from './orders/typed-reference.ts'

interface Call<Input> {
  readonly ctx: Context & Caller
  readonly input: Input
  /** The procedure's path, such as `orders.import`. */
  readonly path: string
}

/**
 * Wraps a procedure so that each call is audited with its outcome. `subjectOf` names the order that the call is
 * about, or returns null where the caller's text could be anything (`auditSubject`). A success that can't be recorded
 * is not answered: the call throws the audit's own failure, and may be repeated. A failure is thrown, recorded or
 * not.
 */
export function withAudit<Input, Output>(
  resolve: (call: Call<Input>) => Promise<Output>,
  subjectOf: (call: Call<Input>, output: Output | null) => string | null,
): (call: Call<Input>) => Promise<Output> {
  return async (call) => {
    const { ctx, path } = call
    const record = (outcome: AuditEvent['outcome'], output: Output | null) =>
      recordCall(ctx, ctx, { action: path, subject: subjectOf(call, output), outcome })
    const output = await resolve(call).catch(async (error: unknown) => {
      await record(toDomainError(error).code, null).catch(() => undefined)
      throw error
    })
    await record('ok', output)
    return output
  }
}

/** Records a call under the tenant that it names. Throws DATABASE_UNAVAILABLE when it can't be recorded. */
export function recordCall(
  { services, requestId }: Context,
  { identity: { actor, method }, tenantId }: Caller,
  event: Pick<AuditEvent, 'action' | 'subject' | 'outcome'>,
): Promise<void> {
  return services.audit.record(tenantId, { actor, method, requestId, ...event })
}

/**
 * Returns the order's id or marketplace reference that the text names, else null: callers may type a person's data.
 */
export function auditSubject(services: Services, text: string): string | null {
  const named = idOrReferenceIn(services, text)
  const isReference = [...services.connectors.values()].some((connector) => connector.isReference(named))
  return isReference || /^ord-[a-z0-9]{1,16}-[a-z0-9]{1,16}$/.test(named) ? named : null
}
