import type { Fence } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { channelOrder, tenantA, tenantB } from './sample-order.ts'

/** The fence of flights that never end, for tests that save without flying. */
export const heldFence: Fence = 0n

/** Puts both tenants' flights of the sample order on their way. */
export async function holdFlights(database: TestDatabase): Promise<void> {
  const rows = [tenantA, tenantB].map(
    (tenantId) => `('${tenantId}', '${channelOrder().externalOrderId}', 'amazon', ${heldFence}, 'infinity')`,
  )
  await database.superuserQuery(
    `INSERT INTO import_flights (tenant_id, external_order_id, channel, fence, expires_at) VALUES ${rows.join(', ')}`,
  )
}
