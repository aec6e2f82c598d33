import type { CallOptions } from '../options.ts'
import { OrderportError } from '../orderport-error.ts'
import { isPositive, isRetryCount } from './settings.ts'

/** Per-call overrides, as they travel through the links: `context: { orderport: { requestId } }`. */
export type CallContext = Omit<CallOptions, 'signal'>

const optionNames: ReadonlySet<string> = new Set<keyof CallContext>([
  'timeoutMs',
  'maxRetries',
  'requestId',
  'tenantId',
])

/**
 * Returns the SDK's part of tRPC's operation context; undefined values count as absent. Throws INVALID_REQUEST for a
 * value of the wrong type and for an unknown name, because a misspelt `tenantId` must not send the call to the
 * client's tenant.
 */
export function parseCallContext(context: Readonly<Record<string, unknown>>): CallContext {
  const given = context['orderport']
  if (given === undefined) return {}
  if (typeof given !== 'object' || given === null) throw invalid('The options of a call must be an object.')
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(given))
  for (const name of values.keys()) {
    if (!optionNames.has(name)) throw invalid(`A call has no option ${JSON.stringify(name)}.`)
  }
  return {
    timeoutMs: optional(values.get('timeoutMs'), isPositive, 'timeoutMs must be a number above 0.'),
    maxRetries: optional(values.get('maxRetries'), isRetryCount, 'maxRetries must be a whole number, 0 or more.'),
    requestId: optional(values.get('requestId'), isNonEmptyString, 'requestId must be a non-empty string.'),
    tenantId: optional(values.get('tenantId'), isNonEmptyString, 'tenantId must be a non-empty string.'),
  }
}

function optional<T>(value: unknown, is: (value: unknown) => value is T, rule: string): T | undefined {
  if (value === undefined || is(value)) return value
  throw invalid(`A call’s ${rule}`)
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function invalid(message: string): OrderportError {
  return new OrderportError({ code: 'INVALID_REQUEST', message })
}
