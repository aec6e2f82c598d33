import type { CallOptions } from '../options.ts'

/** What one call has otherwise than its client, as it travels through the links: `context: { orderport: { requestId } }`. */
export type CallContext = Omit<CallOptions, 'signal'>

/** The part of tRPC's operation context that is the SDK's own. What isn't of its type counts as not given. */
export function callContextOf(context: Readonly<Record<string, unknown>>): CallContext {
  const given = context['orderport']
  if (typeof given !== 'object' || given === null) return {}
  return {
    timeoutMs: 'timeoutMs' in given && typeof given.timeoutMs === 'number' ? given.timeoutMs : undefined,
    maxRetries: 'maxRetries' in given && typeof given.maxRetries === 'number' ? given.maxRetries : undefined,
    requestId: 'requestId' in given && typeof given.requestId === 'string' ? given.requestId : undefined,
    tenantId: 'tenantId' in given && typeof given.tenantId === 'string' ? given.tenantId : undefined,
  }
}
