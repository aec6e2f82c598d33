import type { OrderWriter, TenantId } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { createOrderWriter } from '../single-flight/order-writer.ts'
import { importKey } from './replicas.ts'
import { tenantA, tenantB } from './sample-order.ts'

/** The token of the leases that `holdLeases` makes. */
export const heldToken = 0n

/** Makes both tenants hold the lease of the sample order for ever, for tests that write orders without an import. */
export async function holdLeases(database: TestDatabase): Promise<void> {
  const rows = [tenantA, tenantB].map(
    (tenantId) => `('${tenantId}', '${importKey.externalOrderId}', 'amazon', ${heldToken}, 'infinity')`,
  )
  await database.superuserQuery(
    `INSERT INTO import_flights (tenant_id, external_order_id, channel, fence, expires_at) VALUES ${rows.join(', ')}`,
  )
}

/** Returns a writer of the sample order for the holder of that token. */
export function writerFor(withTenant: WithTenant, tenantId: TenantId = tenantA, token = heldToken): OrderWriter {
  return createOrderWriter(withTenant, { key: { ...importKey, tenantId }, token }, null)
}
