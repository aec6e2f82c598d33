import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { routeOf, type Route } from './operations.ts'

/** A request as it was received. */
export interface SimulatedRequest extends Route {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Reads the whole request. Throws if the caller goes away before it is complete. */
export async function readRequest(incoming: IncomingMessage, id: string): Promise<SimulatedRequest> {
  const method = incoming.method ?? ''
  const url = new URL(incoming.url ?? '/', 'http://simulator.invalid')
  const chunks: Buffer[] = []
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return {
    id,
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    ...routeOf(method, url.pathname),
  }
}

/** Returns a header's only value; null if it is missing, empty or a list. */
export function headerOf(request: SimulatedRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Returns the members of a JSON object; null if the text is not one. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/** True for an object that is not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
