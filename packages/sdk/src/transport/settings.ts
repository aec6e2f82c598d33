import type { HeaderSource, OrderportFetch, OrderportOptions, TokenSource } from '../options.ts'
import { systemClock, type Clock } from './clock.ts'

/** The client's options with every default in its place. */
export interface Settings {
  /** Where the procedures are. */
  readonly url: string
  readonly tenantId: string
  readonly token: TokenSource
  readonly headers: HeaderSource
  readonly fetch: OrderportFetch
  readonly timeoutMs: number
  readonly maxRetries: number
  /** Null: no batching. */
  readonly batch: { readonly maxItems: number; readonly maxUrlLength: number } | null
  readonly clock: Clock
}

/** Calls that the service takes in one HTTP request. */
const greatestBatch = 20

/** Throws a TypeError for options that could never work. It says which one, not its value. */
export function settingsOf(options: OrderportOptions, clock: Clock = systemClock): Settings {
  const { baseUrl, tenantId, batch = true } = options
  if (typeof baseUrl !== 'string' || /[?#]|^[^/]*\/\/[^/]*@/.test(baseUrl)) {
    throw new TypeError('baseUrl is an address without a query, a fragment, a user name or a password')
  }
  if (typeof tenantId !== 'string' || tenantId === '') throw new TypeError('tenantId is missing')
  const { maxItems, maxUrlLength } = typeof batch === 'boolean' ? {} : batch
  return {
    url: `${baseUrl.replace(/\/+$/, '')}/trpc`,
    tenantId,
    token: options.token,
    headers: options.headers ?? {},
    // Looked up at each call: a page may replace it after the client was made.
    fetch: options.fetch ?? ((url, request) => globalThis.fetch(url, request)),
    timeoutMs: positive(options.timeoutMs, 'timeoutMs') ?? 30_000,
    maxRetries: options.maxRetries ?? 2,
    batch:
      batch === false
        ? null
        : {
            maxItems: Math.min(positive(maxItems, 'batch.maxItems') ?? greatestBatch, greatestBatch),
            maxUrlLength: positive(maxUrlLength, 'batch.maxUrlLength') ?? 4000,
          },
    clock,
  }
}

function positive(value: number | undefined, name: string): number | undefined {
  if (value !== undefined && !(value > 0)) throw new TypeError(`${name} is a number above 0`)
  return value
}
