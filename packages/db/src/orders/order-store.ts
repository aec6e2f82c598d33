import type { OrderStore } from '@orderport/domain'
import type { Pool } from 'pg'
import { withDatabase } from '../database-error.ts'
import type { PrismaClient } from '../generated/client.ts'
import { findOrder, getOrder } from './find-order.ts'
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
  return {
    find: (tenantId, key) => withDatabase(() => findOrder(pool, tenantId, key)),
    get: (tenantId, idOrReference) => withDatabase(() => getOrder(pool, tenantId, idOrReference)),
    list: (tenantId, filter, page) => withDatabase(() => listOrders(pool, tenantId, { filter, page })),
    save: (tenantId, input) =>
      withDatabase(() => prisma.$transaction((tx) => saveOrder(tx, tenantId, input), transaction)),
    saveStub: (tenantId, stub) => withDatabase(() => saveStub({ pool, prisma }, tenantId, stub)),
  }
}
