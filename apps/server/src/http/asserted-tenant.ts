import type { IncomingMessage } from 'node:http'
import { singleHeader } from './single-header.ts'

/** The tenant that the caller's headers assert, not yet checked, or null. Throws INVALID_REQUEST for a doubled identity header. */
export function assertedTenant(request: IncomingMessage): string | null {
  singleHeader(request, 'x-user-email')
  return singleHeader(request, 'x-tenant-id')
}
