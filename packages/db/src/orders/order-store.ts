import type { OrderStore } from '@orderport/domain'
import type { Pool } from 'pg'
import { withDatabase } from '../database-error.ts'
import type { Prisma, PrismaClient } from '../generated/client.ts'
import { findOrder, getOrder } from './find-order.ts'
import { holdsFence } from './holds-fence.ts'
import { listOrders } from './list-orders.ts'
import { saveOrder } from './save-order.ts'
import { saveStub } from './save-stub.ts'

export interface Connections {
  readonly pool: Pool
  readonly prisma: PrismaClient
  /** How long a transaction waits for a connection, and how long it may then take; milliseconds. */
  readonly transaction: { readonly maxWait: number; readonly timeout: number }
}

/** The orders of every tenant: reads by prepared statements on the pool, writes by Prisma on the same pool. */
export function createOrderStore({ pool, prisma, transaction }: Connections): OrderStore {
  const write = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>) =>
    withDatabase(() => prisma.$transaction(work, transaction))
  return {
    find: (tenantId, key) => withDatabase(() => findOrder(pool, tenantId, key)),
    get: (tenantId, idOrReference) => withDatabase(() => getOrder(pool, tenantId, idOrReference)),
    list: (tenantId, filter, page) => withDatabase(() => listOrders(pool, tenantId, { filter, page })),
    save: (tenantId, input) =>
      write(async (tx) => {
        const key = { channel: input.channel, externalOrderId: input.fetched.externalOrderId }
        if (!(await holdsFence(tx, { ...key, tenantId, fence: input.fence }))) return 'overtaken'
        await saveOrder(tx, tenantId, input)
        return 'stored'
      }),
    saveStub: (tenantId, { stub, fence }) =>
      write(async (tx) => {
        if (!(await holdsFence(tx, { ...stub, tenantId, fence }))) return 'overtaken'
        return (await saveStub(tx, tenantId, stub)) ? 'created' : 'present'
      }),
  }
}
