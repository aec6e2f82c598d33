import type { Context, Services } from '@orderport/api'
import type { FastifyRequest } from 'fastify'
import { assertedTenant } from '../http/asserted-tenant.ts'
import { settleTenant } from '../http/settle-tenant.ts'

/** The context of one tRPC request; a batch of calls shares it. The tenant comes from the `X-Tenant-Id` header. */
export function trpcContext(request: FastifyRequest, services: Services): Context {
  return {
    services,
    requestId: request.id,
    tenant: () => settleTenant([assertedTenant(request.raw)], 'x-tenant-id'),
  }
}
