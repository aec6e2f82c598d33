import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'

/**
 * Returns the one tenant that these places of a request name. An empty place names none; all others must agree. `field`
 * is reported with a missing or malformed id. Throws TENANT_ID_MISSING, TENANT_MISMATCH, and INVALID_REQUEST for a
 * malformed id.
 */
export function resolveTenant(places: readonly unknown[], field: string): TenantId {
  const named = places.filter((value) => value !== undefined && value !== null && value !== '')
  const ids = named.map((value) => {
    const parsed = tenantIdSchema.safeParse(value)
    if (!parsed.success) throw new DomainError('INVALID_REQUEST', { field })
    return parsed.data
  })
  const [tenantId] = ids
  if (tenantId === undefined) throw new DomainError('TENANT_ID_MISSING', { field })
  if (ids.some((id) => id !== tenantId)) throw new DomainError('TENANT_MISMATCH')
  return tenantId
}
