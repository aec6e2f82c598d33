import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'

/**
 * The one tenant that a request names, in however many places it does; a place that is empty names none. `field` is what
 * the refusal of a malformed id points at. Throws TENANT_ID_MISSING, TENANT_MISMATCH, and INVALID_REQUEST for what can't be an id.
 */
export function settleTenant(places: readonly unknown[], field: string): TenantId {
  const named = places.filter((value) => value !== undefined && value !== null && value !== '')
  const ids = named.map((value) => {
    const parsed = tenantIdSchema.safeParse(value)
    if (!parsed.success) throw new DomainError('INVALID_REQUEST', { field })
    return parsed.data
  })
  const [tenantId] = ids
  if (tenantId === undefined) throw new DomainError('TENANT_ID_MISSING')
  if (ids.some((id) => id !== tenantId)) throw new DomainError('TENANT_MISMATCH')
  return tenantId
}
