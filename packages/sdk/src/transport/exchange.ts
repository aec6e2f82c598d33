import { OrderportError } from '../orderport-error.ts'
import type { OrderportResponse } from '../options.ts'
import { redacted } from './redact.ts'
import { retryAfterSecondsOf } from './retry-after.ts'
import type { Settings } from './settings.ts'
import { isTrpcAnswer, unreadable } from './unreadable-answer.ts'

/** An answer that is tRPC's, read to its end. */
export interface Answer {
  readonly ok: boolean
  readonly status: number
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  readonly json: () => Promise<unknown>
}

interface Sent {
  readonly method?: string | undefined
  readonly headers?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal | null | undefined
}

/**
 * Sends one HTTP request and reads its answer: what tRPC's links get as their `fetch`. Throws an OrderportError: NETWORK
 * when nothing answers or the answer breaks off, UNREADABLE_ANSWER when something else than Orderport's procedures answers.
 */
export function exchangeOn({ fetch, clock }: Settings): (input: unknown, sent?: Sent) => Promise<Answer> {
  return async (input, sent = {}) => {
    const url = String(input)
    const method = sent.method ?? 'GET'
    const headers = textHeaders(sent.headers)
    const at = `${method} ${url.split('?')[0]}`
    let response: OrderportResponse
    let text: string
    try {
      response = await fetch(url, {
        method,
        headers,
        ...(typeof sent.body === 'string' ? { body: sent.body } : {}),
        signal: sent.signal ?? new AbortController().signal,
        redirect: 'manual',
      })
      text = await response.text()
    } catch (thrown) {
      const cause = redacted(thrown, headers)
      const message = `No answer to ${at}: ${reasonsOf(cause).join(': ')}`
      throw new OrderportError({ code: 'NETWORK', message, retryable: true, cause })
    }
    const { status } = response
    const requestId = response.headers.get('x-request-id')
    const [retryAfter, date] = [response.headers.get('retry-after'), response.headers.get('date')]
    const retryAfterSeconds = retryAfterSecondsOf({ retryAfter, date, now: clock.now() })
    const value = parsed(text)
    if (!isTrpcAnswer(value, callsIn(url))) {
      const type = response.headers.get('content-type')
      throw unreadable({ at, status, type, isEmpty: text === '', requestId, retryAfterSeconds })
    }
    return { ok: status >= 200 && status < 300, status, requestId, retryAfterSeconds, json: async () => value }
  }
}

/** How many calls a request carries: a batch's paths are joined by commas. */
function callsIn(url: string): number {
  const path = url.split('?')[0] ?? ''
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)).split(',').length
}

/** What an error says and what its causes say: `fetch failed` alone tells nobody anything. */
function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return [error.message === '' ? code : error.message, ...reasonsOf(error.cause)]
}

function textHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {}
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
