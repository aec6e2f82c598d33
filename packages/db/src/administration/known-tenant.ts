import type { TenantId } from '@orderport/domain'
import { AdministrationError } from './administration-error.ts'
import type { Transaction } from './administrator-connection.ts'

/**
 * Holds the tenant that the transaction has entered until it ends: operators' changes of one tenant happen one after the other, and it
 * is not removed meanwhile. Throws `not_found`.
 */
export async function requireTenant(transaction: Transaction, tenantId: TenantId): Promise<void> {
  if (!(await holdTenant(transaction, tenantId))) {
    throw new AdministrationError('not_found', `There is no tenant ${tenantId}: add it with tenants add.`)
  }
}

/** As `requireTenant`, but says whether there is one. */
export async function holdTenant({ query }: Transaction, tenantId: TenantId): Promise<boolean> {
  const { rowCount } = await query({ text: 'SELECT FROM tenants WHERE id = $1 FOR NO KEY UPDATE', values: [tenantId] })
  return rowCount === 1
}
