import type { OrderStore } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { findOrder, getOrder } from './find-order.ts'
import { lateOrders } from './late-orders.ts'
import { listOrders } from './list-orders.ts'

/** Reads the orders of every tenant, by prepared statements. */
export function createOrderStore(withTenant: WithTenant): OrderStore {
  return {
    find: (tenantId, key) => findOrder(withTenant(tenantId), tenantId, key),
    get: (tenantId, idOrReference) => getOrder(withTenant(tenantId), tenantId, idOrReference),
    late: (tenantId, now, limit) => lateOrders(withTenant(tenantId), tenantId, now, limit),
    list: (tenantId, filter, page) => listOrders(withTenant(tenantId), tenantId, { filter, page }),
  }
}
