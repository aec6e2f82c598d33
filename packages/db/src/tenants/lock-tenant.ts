import type { TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { Transaction } from '../administration/administrator-connection.ts'

/**
 * Locks the tenant that the transaction has entered. Until the transaction ends, the tenant is not removed, and other
 * operators' changes of it wait. Throws `not_found` for an unknown tenant.
 */
export async function requireTenant(transaction: Transaction, tenantId: TenantId): Promise<void> {
  if (!(await lockTenant(transaction, tenantId))) {
    throw new AdministrationError('not_found', `There is no tenant ${tenantId}: add it with tenants add.`)
  }
}

/** Does the same as `requireTenant`, but returns false for an unknown tenant. */
export async function lockTenant({ prisma }: Transaction, tenantId: TenantId): Promise<boolean> {
  const rows = await prisma.$queryRaw<unknown[]>`SELECT id FROM tenants WHERE id = ${tenantId} FOR NO KEY UPDATE`
  return rows.length === 1
}
