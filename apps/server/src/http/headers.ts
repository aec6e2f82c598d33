import { DomainError } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'

/**
 * Returns a header's value, trimmed; null when it is absent or empty. Throws INVALID_REQUEST when it was sent twice:
 * Node joins the two with a comma, and a proxy before us may have checked only one of them.
 */
export function singleHeader(request: IncomingMessage, name: string): string | null {
  const values = request.headersDistinct[name] ?? []
  if (values.length > 1) throw new DomainError('INVALID_REQUEST', { field: name })
  return values[0]?.trim() || null
}

/**
 * Returns the tenant that a peer's headers assert, unchecked; null without one. Throws INVALID_REQUEST for an identity
 * header that was sent twice.
 */
export function assertedTenant(request: IncomingMessage): string | null {
  singleHeader(request, 'x-user-email')
  return singleHeader(request, 'x-tenant-id')
}
