import type { TenantId } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assertedTenant } from '../http/asserted-tenant.ts'
import { settleTenant } from '../http/resolve-tenant.ts'

const carrier = z.object({ tenantId: z.unknown() }).partial()

/** The one tenant that header, query and body name; all that are present must be equal. Throws as settleTenant does. */
export function tenantOf(request: FastifyRequest): TenantId {
  const inQuery = carrier.safeParse(request.query).data?.tenantId
  const inBody = carrier.safeParse(request.body).data?.tenantId
  return settleTenant([assertedTenant(request.raw), inQuery, inBody], 'tenantId')
}
