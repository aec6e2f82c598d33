import type { HeaderSource, OrderportFetch, OrderportOptions, TokenSource } from '../options.ts'
import { addressOf } from './base-url.ts'
import { systemClock, type Clock } from './clock.ts'
import { isItemCount, isPositive, isRetryCount } from './number-rules.ts'

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
  if (typeof tenantId !== 'string' || tenantId === '') throw new TypeError('tenantId is missing')
  const { maxItems, maxUrlLength } = typeof batch === 'boolean' ? {} : batch
  return {
    url: `${addressOf(baseUrl)}/trpc`,
    tenantId,
    token: options.token,
    headers: options.headers ?? {},
    // Looked up at each call: a page may replace it after the client was made.
    fetch: options.fetch ?? ((url, request) => globalThis.fetch(url, request)),
    timeoutMs: checked(options.timeoutMs, isPositive, 'timeoutMs is a number above 0') ?? 30_000,
    maxRetries: checked(options.maxRetries, isRetryCount, 'maxRetries is a whole number, 0 or more') ?? 2,
    batch:
      batch === false
        ? null
        : {
            maxItems: Math.min(
              checked(maxItems, isItemCount, 'batch.maxItems is a whole number, 1 or more') ?? greatestBatch,
              greatestBatch,
            ),
            maxUrlLength: checked(maxUrlLength, isPositive, 'batch.maxUrlLength is a number above 0') ?? 4000,
          },
    clock,
  }
}

function checked(value: unknown, is: (value: unknown) => value is number, rule: string): number | undefined {
  if (value === undefined || is(value)) return value
  throw new TypeError(rule)
}
