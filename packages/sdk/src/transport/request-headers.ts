import { OrderportError } from '../orderport-error.ts'
import type { CallContext } from './call-context.ts'
import type { Settings } from './settings.ts'

/**
 * Returns the headers of one HTTP request. Throws AUTH_REQUIRED if the token function fails, and INVALID_REQUEST for
 * headers that can't be sent. No message quotes a value; the platform's error for a malformed header would quote the
 * token.
 */
export async function requestHeaders(settings: Settings, call: CallContext): Promise<Headers> {
  const entries = await customHeaders(settings)
  const token = await readToken(settings)
  const headers = new Headers()
  if (token) entries.push(['authorization', `Bearer ${token}`])
  entries.push(['x-tenant-id', call.tenantId ?? settings.tenantId])
  if (call.requestId !== undefined) entries.push(['x-request-id', call.requestId])
  for (const [name, value] of entries) setHeader(headers, name, value)
  return headers
}

async function customHeaders({ headers }: Settings): Promise<[name: string, value: unknown][]> {
  let given: unknown
  try {
    given = typeof headers === 'function' ? await headers() : headers
  } catch (cause) {
    throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The headers function failed.', cause })
  }
  // Object.entries of a Headers or a Map is empty: its headers would be lost silently.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) {
    throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The headers are not an object of names and values.' })
  }
  return Object.entries(given)
}

async function readToken({ token }: Settings): Promise<string | null | undefined> {
  try {
    return typeof token === 'function' ? await token() : token
  } catch (cause) {
    throw new OrderportError({ code: 'AUTH_REQUIRED', message: 'The token function failed.', cause })
  }
}

function setHeader(headers: Headers, name: string, value: unknown): void {
  try {
    if (typeof value !== 'string') throw new TypeError('The value of a header is a string')
    headers.set(name, value)
  } catch {
    const message = `The header ${JSON.stringify(name)} can’t be sent: its name or its value is not valid in HTTP.`
    throw new OrderportError({ code: 'INVALID_REQUEST', message })
  }
}
