import { createOrderport, OrderportError, type Order } from '@orderport/sdk'
import { PanelFailure, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/**
 * Orders through the SDK, which calls this application's back end. That forwards the calls for the session's tenant. An
 * agent is waiting and has a button, so a failure is shown at once instead of being retried.
 */
export function sdkOrders(tenantId: string): OrderAccess {
  const { orders } = createOrderport({ baseUrl: '/api', tenantId, maxRetries: 0 })
  return {
    async search(orderRef, signal) {
      const page = await withPanelFailure(orders.list({ q: orderRef }, { signal }))
      const found = page.orders.find(({ ref }) => ref === orderRef)
      return found === undefined ? null : inFrench(found)
    },
    async importOrder(input, signal) {
      return inFrench(await withPanelFailure(orders.import(input, { signal })))
    },
  }
}

function inFrench({ delivery, ...order }: Order): PanelOrder {
  return { ...order, delivery: { ...delivery, reason: delivery.reason.fr } }
}

/** Returns the result of a call. Throws the error's sentence as a PanelFailure. */
async function withPanelFailure<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!OrderportError.isInstance(error) || error.sentence === null) throw error
    throw new PanelFailure(error.sentence, error.code, { cause: error })
  }
}
