import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const valid = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** The caller's `x-request-id` where it is a plain token of up to 128 characters, else a new UUID. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headersDistinct['x-request-id'] ?? []
  const [id] = given
  return given.length === 1 && id !== undefined && valid.test(id) ? id : randomUUID()
}
