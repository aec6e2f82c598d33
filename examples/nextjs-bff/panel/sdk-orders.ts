import { createOrderport, OrderportError } from '@orderport/sdk'
import { PanelFailure, type OrderAccess } from './order-access'

/**
 * Orders through the SDK, which calls this application's back end. That forwards the calls for the session's tenant.
 */
export function sdkOrders(tenantId: string): OrderAccess {
  const { orders } = createOrderport({ baseUrl: '/api', tenantId })
  return {
    async search(orderRef, signal) {
      const page = await withPanelFailure(orders.list({ q: orderRef }, { signal }))
      return page.orders[0] ?? null
    },
    // An agent is waiting and has a button, so a failure is shown at once instead of being retried.
    importOrder: (subject, signal) => withPanelFailure(orders.import(subject, { signal, maxRetries: 0 })),
  }
}

/** Returns the result of a call. Throws Orderport's sentence as a PanelFailure. */
async function withPanelFailure<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!OrderportError.isInstance(error) || error.sentence === null) throw error
    throw new PanelFailure(error.sentence, { cause: error })
  }
}
