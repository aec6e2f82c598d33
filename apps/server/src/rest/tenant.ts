import type { TenantId } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assertedTenant } from '../http/headers.ts'
import { resolveTenant } from '../http/resolve-tenant.ts'

const carrier = z.object({ tenantId: z.unknown() }).partial()

/** Returns the tenant that header, query and body name; all that are present must agree. Throws as resolveTenant does. */
export function tenantOf(request: FastifyRequest): TenantId {
  const inQuery = carrier.safeParse(request.query).data?.tenantId
  const inBody = carrier.safeParse(request.body).data?.tenantId
  return resolveTenant([assertedTenant(request.raw), inQuery, inBody], 'tenantId')
}
