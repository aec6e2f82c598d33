import type { AuditEvent } from '@orderport/domain'
import type { Caller, Context } from './context.ts'
import { toDomainError } from './failure.ts'
import { recordCall } from './record-call.ts'

interface Call<Input> {
  readonly ctx: Context & Caller
  readonly input: Input
  /** The procedure's path, such as `orders.import`. */
  readonly path: string
}

/**
 * Records each call of a procedure with its outcome. What can't be recorded isn't answered: it fails with the audit's own
 * failure, and the same call may be made again. A failure stays the answer whether it could be recorded or not.
 * `subjectOf` names what was asked for; what could be anything that somebody typed is null.
 */
export function audited<Input, Output>(
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
