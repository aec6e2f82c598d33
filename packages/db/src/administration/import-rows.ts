import type { TenantId } from '@orderport/domain'
import type { AdministratorConnection, ChangeTransaction } from './administrator-connection.ts'

export interface ImportOptions {
  /** Does everything, and rolls it back in the end. */
  readonly dryRun: boolean
}

/** What an import has done, or would do. */
export interface RowImport {
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  /** The tenants that don't exist. With any, nothing was stored. */
  readonly unknownTenants: readonly TenantId[]
}

type Outcome = 'created' | 'changed' | 'unchanged' | 'unknown'

/** Carries the result out of a transaction that is to be rolled back. */
class RolledBack extends Error {
  readonly result: RowImport

  constructor(result: RowImport) {
    super('Nothing was stored.')
    this.result = result
  }
}

/**
 * Imports rows of any number of tenants in one transaction: all of them are stored, or none. `importTenant` imports one
 * tenant's rows and returns what became of each. A dry run is the same transaction, rolled back.
 */
export async function importRows<Row extends { readonly tenantId: TenantId }>(
  connection: AdministratorConnection,
  rows: readonly Row[],
  { dryRun }: ImportOptions,
  importTenant: (transaction: ChangeTransaction, rows: readonly Row[]) => Promise<readonly Outcome[]>,
): Promise<RowImport> {
  const byTenant = Map.groupBy(rows, ({ tenantId }) => tenantId)
  // Always in the same order, so that two imports wait for each other instead of ending in a deadlock.
  const tenants = [...byTenant.keys()].toSorted()
  const [first] = tenants
  if (first === undefined) return { created: 0, changed: 0, unchanged: 0, unknownTenants: [] }
  try {
    return await connection.change(first, async (transaction) => {
      const counts = { created: 0, changed: 0, unchanged: 0, unknown: 0 }
      const unknownTenants: TenantId[] = []
      for (const tenantId of tenants) {
        await transaction.enter(tenantId)
        const outcomes = await importTenant(transaction, byTenant.get(tenantId) ?? [])
        for (const outcome of outcomes) counts[outcome] += 1
        if (outcomes.includes('unknown')) unknownTenants.push(tenantId)
      }
      const { created, changed, unchanged } = counts
      const result = { created, changed, unchanged, unknownTenants }
      if (dryRun || unknownTenants.length > 0) throw new RolledBack(result)
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result
    throw error
  }
}
