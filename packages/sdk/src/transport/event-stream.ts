import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { OrderportError } from '../orderport-error.ts'
import { createFetchJson } from './fetch-json.ts'
import type { OrderportResponse } from '../options.ts'
import { requestHeaders } from './request-headers.ts'
import type { Settings } from './settings.ts'
import type { CallContext } from './call-context.ts'
import { toOrderportError } from './to-orderport-error.ts'

/** The service pings every ten seconds: a stream that is silent for this long is dead. */
const silentAfterMs = 35_000

export interface StreamRequest {
  /** The procedure, such as `imports.watch`. */
  readonly path: string
  readonly input: object
  readonly call: CallContext
  readonly signal: AbortSignal
}

/**
 * Yields the events of one stream until it ends. Throws an OrderportError: the service's own for a call that it
 * refuses, NETWORK for a stream that breaks or falls silent.
 */
export async function* readEvents(
  settings: Settings,
  { path, input, call, signal }: StreamRequest,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const { fetch, clock, url } = settings
  const target = `${url}/${path}`
  const headers = Object.fromEntries(await requestHeaders(settings, call))
  const silence = new AbortController()
  let stopTimer = nothing
  const heard = (): void => {
    stopTimer()
    stopTimer = clock.schedule(silentAfterMs, () => silence.abort())
  }
  const ends = new AbortController()
  const end = (): void => ends.abort()
  for (const each of [signal, silence.signal]) each.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    heard()
    const response = await fetch(`${target}?input=${encodeURIComponent(JSON.stringify(input))}`, {
      method: 'GET',
      headers: { ...headers, accept: 'text/event-stream' },
      signal: ends.signal,
      redirect: 'manual',
    })
    if (response.status !== 200 || !response.body) {
      return await refuse(settings, target, response)
    }
    yield* parsed(response.body, heard, ends.signal)
  } catch (thrown) {
    if (OrderportError.isInstance(thrown)) throw thrown
    throw new OrderportError({
      code: 'NETWORK',
      message: `The stream of ${target} broke.`,
      retryable: true,
      cause: thrown,
    })
  } finally {
    stopTimer()
    signal.removeEventListener('abort', end)
    ends.abort()
  }
}

function nothing(): void {
  // No timer is running yet, or nobody reads the stream any more.
}

async function* parsed(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
  ends: AbortSignal,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  ends.addEventListener('abort', () => void reader.cancel().catch(nothing), { once: true })
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    heard()
    parser.feed(decoder.decode(value, { stream: true }))
    yield* events.splice(0)
  }
}

/** Throws what the service, or something in between, answered instead of a stream. */
async function refuse(settings: Settings, target: string, response: OrderportResponse): Promise<never> {
  const answer = await createFetchJson({ ...settings, fetch: async () => response })(target)
  const body = await answer.json()
  throw failureOf(typeof body === 'object' && body !== null && 'error' in body ? body.error : body)
}

/** Returns the OrderportError for a failure as the service writes it. */
export function failureOf(shape: unknown): OrderportError {
  const message = typeof shape === 'object' && shape !== null && 'message' in shape ? String(shape.message) : ''
  const data = typeof shape === 'object' && shape !== null && 'data' in shape ? shape.data : null
  return toOrderportError(Object.assign(new Error(message), { data }))
}
