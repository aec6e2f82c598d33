import type { OrderWriter } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import type { Prisma } from '../generated/client.ts'
import { saveOrder, saveStub } from '../orders/save-order.ts'
import type { HeldLease } from './lease.ts'

/** What a writer throws when another import has taken the lease. Never leaves this package. */
export class LeaseLostError extends Error {
  constructor() {
    super('Another import has taken the lease of this order.')
    this.name = 'LeaseLostError'
  }
}

/** Writes the order of the lease while the lease is held; once it is lost, throws LeaseLostError and writes nothing. */
export function createOrderWriter(withTenant: WithTenant, lease: HeldLease): OrderWriter {
  const { key } = lease
  const whileHeld = <T>(write: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T> =>
    withTenant(key.tenantId).transaction(async (transaction) => {
      if (!(await holdsLease(transaction, lease))) throw new LeaseLostError()
      return write(transaction)
    })
  return {
    save: (order) => whileHeld((transaction) => saveOrder(transaction, key, order)),
    saveStub: (stub) => whileHeld((transaction) => saveStub(transaction, key, stub)),
  }
}

/**
 * True if the row still has our token. Nobody can take the lease before the transaction ends: a holder that was
 * suspended beyond its lease either finds it lost here, or writes before the next holder reads the order.
 */
async function holdsLease(transaction: Prisma.TransactionClient, { key, token }: HeldLease): Promise<boolean> {
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT FROM import_flights
    WHERE tenant_id = ${key.tenantId} AND external_order_id = ${key.externalOrderId}
      AND channel = ${key.channel} AND fence = ${token}
    FOR SHARE`
  return rows.length === 1
}
