import { OrderportError } from '../orderport-error.ts'
import type { CallContext } from './call-context.ts'
import type { Settings } from './settings.ts'

/**
 * The headers of one HTTP request. Throws AUTH_REQUIRED when the token can't be had and INVALID_REQUEST for a header that
 * can't be sent, both without naming a value: the platform's own error for a malformed header quotes it, token included.
 */
export async function requestHeaders(settings: Settings, call: CallContext): Promise<Headers> {
  const entries = await givenHeaders(settings)
  const token = await tokenOf(settings)
  const headers = new Headers()
  if (token) entries.push(['authorization', `Bearer ${token}`])
  entries.push(['x-tenant-id', call.tenantId ?? settings.tenantId])
  if (call.requestId !== undefined) entries.push(['x-request-id', call.requestId])
  for (const [name, value] of entries) set(headers, name, value)
  return headers
}

async function givenHeaders({ headers }: Settings): Promise<[name: string, value: unknown][]> {
  let given: unknown
  try {
    given = typeof headers === 'function' ? await headers() : headers
  } catch (cause) {
    throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The headers could not be had.', cause })
  }
  // A Headers, a Map or a list has no entries of its own: its headers would be left out without a word.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) {
    throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The headers are not an object of names and values.' })
  }
  return Object.entries(given)
}

async function tokenOf({ token }: Settings): Promise<string | null | undefined> {
  try {
    return typeof token === 'function' ? await token() : token
  } catch (cause) {
    throw new OrderportError({ code: 'AUTH_REQUIRED', message: 'The token could not be had.', cause })
  }
}

function set(headers: Headers, name: string, value: unknown): void {
  try {
    if (typeof value !== 'string') throw new TypeError('A header’s value is a text')
    headers.set(name, value)
  } catch {
    const message = `The header ${JSON.stringify(name)} can’t be sent: its name or its value is not one of HTTP.`
    throw new OrderportError({ code: 'INVALID_REQUEST', message })
  }
}
