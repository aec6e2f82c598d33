import { DomainError } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import { singleHeader } from '../http/headers.ts'
import { apiKeyPrefix } from './api-key.ts'

export interface BearerCredential {
  readonly kind: 'token' | 'api-key'
  readonly text: string
}

const bearer = /^Bearer +([^\s,]+)$/i

/**
 * Returns the request's credential: `Authorization: Bearer …` or `X-Api-Key`. Throws AUTH_REQUIRED without one, and
 * INVALID_REQUEST for both, or for a header that was sent twice.
 */
export function bearerCredential(request: IncomingMessage): BearerCredential {
  const authorization = singleHeader(request, 'authorization')
  const apiKey = singleHeader(request, 'x-api-key')
  if (authorization !== null && apiKey !== null) throw new DomainError('INVALID_REQUEST', { field: 'x-api-key' })
  if (apiKey !== null) return { kind: 'api-key', text: apiKey }
  const text = bearer.exec(authorization ?? '')?.[1]
  if (text === undefined) throw new DomainError('AUTH_REQUIRED', { detail: 'no bearer token and no API key' })
  return { kind: text.startsWith(apiKeyPrefix) ? 'api-key' : 'token', text }
}
