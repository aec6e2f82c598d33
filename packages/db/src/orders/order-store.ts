import type { OrderStore } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import { findOrder, getOrder } from './find-order.ts'
import { holdsFence } from './holds-fence.ts'
import { listOrders } from './list-orders.ts'
import { saveOrder } from './save-order.ts'
import { saveStub } from './save-stub.ts'

/** The orders of every tenant: reads by prepared statements, writes by Prisma. */
export function createOrderStore(withTenant: WithTenant): OrderStore {
  return {
    find: (tenantId, key) => findOrder(withTenant(tenantId), tenantId, key),
    get: (tenantId, idOrReference) => getOrder(withTenant(tenantId), tenantId, idOrReference),
    list: (tenantId, filter, page) => listOrders(withTenant(tenantId), tenantId, { filter, page }),
    save: (tenantId, input) =>
      withTenant(tenantId).transaction(async (tx) => {
        const key = { channel: input.channel, externalOrderId: input.fetched.externalOrderId }
        if (!(await holdsFence(tx, { ...key, tenantId, fence: input.fence }))) return 'overtaken'
        await saveOrder(tx, tenantId, input)
        return 'stored'
      }),
    saveStub: (tenantId, { stub, fence }) =>
      withTenant(tenantId).transaction(async (tx) => {
        if (!(await holdsFence(tx, { ...stub, tenantId, fence }))) return 'overtaken'
        return (await saveStub(tx, tenantId, stub)) ? 'created' : 'present'
      }),
  }
}
