import { createOrderport, OrderportError } from '@orderport/sdk'
import { PanelFailure, type OrderAccess } from './order-access'

/** Orders through the SDK, which calls this application's own back end: it passes the calls on for the session's tenant. */
export function sdkOrders(tenantId: string): OrderAccess {
  const { orders } = createOrderport({ baseUrl: '/api', tenantId })
  return {
    async search(orderRef, signal) {
      const page = await told(orders.list({ q: orderRef }, { signal }))
      return page.orders[0] ?? null
    },
    // An agent is waiting, and has a button: a failure is told at once, not after the SDK has tried again.
    importOrder: (subject, signal) => told(orders.import(subject, { signal, maxRetries: 0 })),
  }
}

/** The call's result; what Orderport says of a failure, as the panel's own. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!OrderportError.isInstance(error) || error.sentence === null) throw error
    throw new PanelFailure(error.sentence, { cause: error })
  }
}
