import type { HeaderSource, OrderportFetch, OrderportOptions, TokenSource } from '../options.ts'
import { systemClock, type Clock } from './clock.ts'

/** The client's options with all defaults applied. */
export interface Settings {
  /** The base URL of the procedures. */
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

/** The number of calls that the service accepts in one HTTP request. */
const maxBatchItems = 20

/** Returns the settings. Throws a TypeError for invalid options, which names the option but not its value. */
export function resolveSettings(options: OrderportOptions, clock: Clock = systemClock): Settings {
  const { baseUrl, tenantId, batch = true } = options
  if (typeof tenantId !== 'string' || tenantId === '') throw new TypeError('tenantId is missing')
  const { maxItems, maxUrlLength } = typeof batch === 'boolean' ? {} : batch
  return {
    url: `${parseBaseUrl(baseUrl)}/trpc`,
    tenantId,
    token: options.token,
    headers: options.headers ?? {},
    // Looked up at each call, because a page may replace it later.
    fetch: options.fetch ?? ((url, request) => globalThis.fetch(url, request)),
    timeoutMs: checked(options.timeoutMs, isPositive, 'timeoutMs must be a number above 0') ?? 30_000,
    maxRetries: checked(options.maxRetries, isRetryCount, 'maxRetries must be a whole number, 0 or more') ?? 2,
    batch:
      batch === false
        ? null
        : {
            maxItems: Math.min(
              checked(maxItems, isItemCount, 'batch.maxItems must be a whole number, 1 or more') ?? maxBatchItems,
              maxBatchItems,
            ),
            maxUrlLength: checked(maxUrlLength, isPositive, 'batch.maxUrlLength must be a number above 0') ?? 4000,
          },
    clock,
  }
}

/** Whether a value is a number above 0. Infinity counts: it means no limit. */
export function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

export function isRetryCount(value: unknown): value is number {
  return isWhole(value) && value >= 0
}

function isItemCount(value: unknown): value is number {
  return isWhole(value) && value >= 1
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value)
}

function checked(value: unknown, is: (value: unknown) => value is number, rule: string): number | undefined {
  if (value === undefined || is(value)) return value
  throw new TypeError(rule)
}

const baseUrlRule =
  'baseUrl must be empty, a path that begins with one /, or an http or https address, ' +
  'without a query, a fragment, a user name, a password or a space'

/** Returns `baseUrl` without trailing slashes. Throws a TypeError, without the value, if it is invalid. */
function parseBaseUrl(baseUrl: unknown): string {
  if (typeof baseUrl !== 'string' || !(isPath(baseUrl) || isHttp(baseUrl)) || /[?#\\\s]/.test(baseUrl)) {
    throw new TypeError(baseUrlRule)
  }
  return baseUrl.replace(/\/+$/, '')
}

/** A second slash would make it the address of another host. */
function isPath(baseUrl: string): boolean {
  return baseUrl === '' || /^\/(?!\/)/.test(baseUrl)
}

function isHttp(baseUrl: string): boolean {
  if (!/^https?:\/\/[^/]/i.test(baseUrl)) return false
  try {
    const { username, password } = new URL(baseUrl)
    return username === '' && password === ''
  } catch {
    return false
  }
}
