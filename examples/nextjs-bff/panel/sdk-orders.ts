import { createOrderport, OrderportError, type Import, type Order } from '@orderport/sdk'
import { noAnswer, PanelFailure, type ImportProgress, type OrderAccess } from './order-access'
import type { PanelOrder } from './panel-order'

/**
 * Orders through the SDK, which calls this application's back end. That forwards the calls for the session's tenant. An
 * agent is waiting and has a button, so a failure is shown at once instead of being retried.
 */
export function sdkOrders(tenantId: string): OrderAccess {
  const { orders, imports } = createOrderport({ baseUrl: '/api', tenantId, maxRetries: 0 })
  const failuresOf = async (id: string, signal: AbortSignal) => {
    const { items } = await withPanelFailure(imports.get({ id, itemState: 'failed' }, { signal }))
    return items.map(({ ref, error }) => ({
      orderRef: ref,
      failure: new PanelFailure(error?.sentence ?? noAnswer, error?.code ?? null),
    }))
  }
  return {
    async search(orderRef, signal) {
      const page = await withPanelFailure(orders.list({ q: orderRef }, { signal }))
      const found = page.orders.find(({ ref }) => ref === orderRef)
      return found === undefined ? null : inFrench(found)
    },
    async importOrder(input, signal) {
      return inFrench(await withPanelFailure(orders.import(input, { signal })))
    },
    async *importMany(orderRefs, signal) {
      const { import: started } = await withPanelFailure(imports.start({ refs: [...orderRefs] }, { signal }))
      const states = imports.watch(started.id, { signal })
      for (;;) {
        const { value: state, done: isOver } = await withPanelFailure(states.next())
        if (isOver === true || state === undefined) return
        yield { ...progressOf(state), failures: state.failed === 0 ? [] : await failuresOf(state.id, signal) }
      }
    },
  }
}

function progressOf({ state, total, done, failed, error }: Import): Omit<ImportProgress, 'failures'> {
  const hasEnded = state === 'done' || state === 'failed' || state === 'cancelled'
  return { hasEnded, total: total ?? 0, done, failed, waitsBecause: error?.sentence ?? null }
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
