import type { Fence, OrderKey, TenantId } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { refuseUnstorableKey } from './storable.ts'

interface Flown extends OrderKey {
  readonly tenantId: TenantId
  readonly fence: Fence
}

/**
 * True if the order's flight is still the one of that fence. Nobody can take over before the transaction ends: a pilot
 * that was paused beyond its lease either finds itself overtaken here, or writes before the one who overtakes looks.
 */
export async function holdsFence(transaction: Prisma.TransactionClient, flown: Flown): Promise<boolean> {
  refuseUnstorableKey(flown)
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT FROM import_flights
    WHERE tenant_id = ${flown.tenantId} AND external_order_id = ${flown.externalOrderId}
      AND channel = ${flown.channel} AND fence = ${flown.fence}
    FOR SHARE`
  return rows.length === 1
}
