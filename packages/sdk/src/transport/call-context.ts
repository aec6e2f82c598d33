import type { CallOptions } from '../options.ts'
import { OrderportError } from '../orderport-error.ts'
import { isPositive, isRetryCount } from './number-rules.ts'

/** What one call has otherwise than its client, as it travels through the links: `context: { orderport: { requestId } }`. */
export type CallContext = Omit<CallOptions, 'signal'>

const known: ReadonlySet<string> = new Set<keyof CallContext>(['timeoutMs', 'maxRetries', 'requestId', 'tenantId'])

/**
 * The part of tRPC's operation context that is the SDK's own. Throws INVALID_REQUEST for what isn't of its type and for a key
 * that isn't known: a call meant for another tenant must not go to the client's. Undefined counts as not given.
 */
export function callContextOf(context: Readonly<Record<string, unknown>>): CallContext {
  const given = context['orderport']
  if (given === undefined) return {}
  if (typeof given !== 'object' || given === null) throw invalid('The options of a call are an object.')
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(given))
  for (const name of values.keys()) {
    if (!known.has(name)) throw invalid(`A call has no option ${JSON.stringify(name)}.`)
  }
  return {
    timeoutMs: optional(values.get('timeoutMs'), isPositive, 'timeoutMs is a number above 0.'),
    maxRetries: optional(values.get('maxRetries'), isRetryCount, 'maxRetries is a whole number, 0 or more.'),
    requestId: optional(values.get('requestId'), isText, 'requestId is a text that is not empty.'),
    tenantId: optional(values.get('tenantId'), isText, 'tenantId is a text that is not empty.'),
  }
}

function optional<T>(value: unknown, is: (value: unknown) => value is T, rule: string): T | undefined {
  if (value === undefined || is(value)) return value
  throw invalid(`A call’s ${rule}`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function invalid(message: string): OrderportError {
  return new OrderportError({ code: 'INVALID_REQUEST', message })
}
