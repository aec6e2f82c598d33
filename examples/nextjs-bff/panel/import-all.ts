import { noAnswer, PanelFailure, type ImportProgress, type OrderAccess } from './order-access'
import type { OrderEvent } from './order-state'

interface ImportAllOptions {
  readonly orderRefs: readonly string[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
  /** Tells what became of one order. */
  readonly tell: (event: OrderEvent & { readonly orderRef: string }) => void
}

/** Imports all orders of a conversation at once, tells how far that is, and finally what became of each order. */
export async function importAll(orders: OrderAccess, options: ImportAllOptions): Promise<void> {
  const { orderRefs, signal, onProgress, tell } = options
  for (const orderRef of orderRefs) tell({ type: 'import started', orderRef })
  const failures = new Map<string, PanelFailure>()
  try {
    for await (const progress of orders.importMany(orderRefs, signal)) {
      if (signal.aborted) return
      onProgress(progress)
      for (const { orderRef, failure } of progress.failures) failures.set(orderRef, failure)
    }
  } catch (error) {
    for (const orderRef of orderRefs) failures.set(orderRef, toFailure(error))
  }
  await Promise.all(
    orderRefs.map(async (orderRef) => {
      const event = await outcomeOf(orders, { orderRef, signal, failure: failures.get(orderRef) })
      if (!signal.aborted) tell({ ...event, orderRef })
    }),
  )
}

interface ImportedOrder {
  readonly orderRef: string
  readonly signal: AbortSignal
  readonly failure: PanelFailure | undefined
}

async function outcomeOf(orders: OrderAccess, { orderRef, signal, failure }: ImportedOrder): Promise<OrderEvent> {
  if (failure !== undefined) return { type: 'import failed', failure, isRefresh: false }
  try {
    const order = await orders.search(orderRef, signal)
    if (order !== null) return { type: 'imported', order }
    const cancelled = new PanelFailure('Cette commande n’a pas été importée.', null)
    return { type: 'import failed', failure: cancelled, isRefresh: false }
  } catch (error) {
    return { type: 'import failed', failure: toFailure(error), isRefresh: false }
  }
}

export function toFailure(error: unknown): PanelFailure {
  return error instanceof PanelFailure ? error : new PanelFailure(noAnswer, null, { cause: error })
}
