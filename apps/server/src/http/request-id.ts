import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const valid = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** Returns the caller's `x-request-id` when it is a plain token of at most 128 characters, otherwise a new UUID. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headersDistinct['x-request-id'] ?? []
  const [id] = given
  return given.length === 1 && id !== undefined && valid.test(id) ? id : randomUUID()
}
