import { OrderportError } from '../orderport-error.ts'
import type { OrderportResponse, OrderportResponseHeaders } from '../options.ts'
import { invalidResponse, isTrpcResponse } from './invalid-response.ts'
import { redacted } from './redact.ts'
import type { Settings } from './settings.ts'

/** A response of tRPC's procedures, read to its end. */
interface JsonResponse {
  readonly ok: boolean
  readonly status: number
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  readonly json: () => Promise<unknown>
}

interface RequestOptions {
  readonly method?: string | undefined
  readonly headers?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal | null | undefined
}

type FetchJson = (input: unknown, request?: RequestOptions) => Promise<JsonResponse>

/**
 * Returns the `fetch` for tRPC's links: it sends one HTTP request and reads the response. It throws an OrderportError:
 * NETWORK without a complete response, UNREADABLE_ANSWER for a response of anything but Orderport's procedures.
 */
export function createFetchJson({ fetch, clock }: Settings): FetchJson {
  return async (input, request = {}) => {
    const url = String(input)
    const method = request.method ?? 'GET'
    const headers = toTextHeaders(request.headers)
    const target = `${method} ${url.split('?')[0]}`
    let response: OrderportResponse
    let text: string
    try {
      response = await fetch(url, {
        method,
        headers,
        ...(typeof request.body === 'string' ? { body: request.body } : {}),
        signal: request.signal ?? new AbortController().signal,
        redirect: 'manual',
      })
      text = await response.text()
    } catch (thrown) {
      const cause = redacted(thrown, headers)
      const message = `No answer to ${target}: ${messagesOf(cause).join(': ')}`
      throw new OrderportError({ code: 'NETWORK', message, retryable: true, cause })
    }
    const { status } = response
    const requestId = response.headers.get('x-request-id')
    const retryAfterSeconds = parseRetryAfter(response.headers, clock.now())
    const value = parseJson(text)
    if (!isTrpcResponse(value, callCount(url))) {
      const type = response.headers.get('content-type')
      throw invalidResponse({ target, status, type, isEmpty: text === '', requestId, retryAfterSeconds })
    }
    return { ok: status >= 200 && status < 300, status, requestId, retryAfterSeconds, json: async () => value }
  }
}

/** The number of calls in a request: a batch joins their paths with commas. */
function callCount(url: string): number {
  const path = url.split('?')[0] ?? ''
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)).split(',').length
}

/** The messages of an error and its causes. The first one alone is often just `fetch failed`. */
function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return [error.message === '' ? code : error.message, ...messagesOf(error.cause)]
}

function toTextHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {}
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The seconds of `Retry-After`, which holds seconds or a date, or null if it is absent or invalid. A date is compared
 * with the response's own `Date`, because the local clock may be minutes off; with `now` where `Date` can't be read.
 */
function parseRetryAfter(headers: OrderportResponseHeaders, now: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  const moment = parseHttpDate(text)
  if (moment === null) return null
  return Math.max(0, Math.ceil((moment - (parseHttpDate(headers.get('date') ?? '') ?? now)) / 1000))
}

function parseHttpDate(text: string): number | null {
  const moment = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? null : moment
}
