import type { Context, Services } from '@orderport/api'
import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import { assertedTenant } from '../http/asserted-tenant.ts'

/** The context of one tRPC request; a batch of calls shares it. The tenant comes from the `X-Tenant-Id` header. */
export function trpcContext(request: FastifyRequest, services: Services): Context {
  return { services, requestId: request.id, tenant: () => tenantOf(request) }
}

function tenantOf(request: FastifyRequest): TenantId {
  const named = assertedTenant(request.raw)
  if (named === null) throw new DomainError('TENANT_ID_MISSING')
  const parsed = tenantIdSchema.safeParse(named)
  if (!parsed.success) throw new DomainError('INVALID_REQUEST', { field: 'x-tenant-id' })
  return parsed.data
}
