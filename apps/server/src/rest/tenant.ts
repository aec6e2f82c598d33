import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assertedTenant } from '../http/asserted-tenant.ts'

const carrier = z.object({ tenantId: z.unknown() }).partial()

/**
 * The one tenant that header, query and body name. All that are present must be equal.
 * Throws TENANT_ID_MISSING, TENANT_MISMATCH, and INVALID_REQUEST for what can't be an id.
 */
export function tenantOf(request: FastifyRequest): TenantId {
  const named = [
    assertedTenant(request.raw),
    carrier.safeParse(request.query).data?.tenantId,
    carrier.safeParse(request.body).data?.tenantId,
  ].filter((value) => value !== undefined && value !== null && value !== '')
  const ids = named.map((value) => {
    const parsed = tenantIdSchema.safeParse(value)
    if (!parsed.success) throw new DomainError('INVALID_REQUEST', { field: 'tenantId' })
    return parsed.data
  })
  const [tenantId] = ids
  if (tenantId === undefined) throw new DomainError('TENANT_ID_MISSING')
  if (ids.some((id) => id !== tenantId)) throw new DomainError('TENANT_MISMATCH')
  return tenantId
}
