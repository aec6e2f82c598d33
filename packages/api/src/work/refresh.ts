import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { importOrder } from '../orders/import-order.ts'
import { failedAttempt } from './failed-attempt.ts'
import { instantIn, type Slice } from './slice.ts'

/**
 * How old the last check of an order may be before it is refreshed in the background, in milliseconds: somewhat less
 * than the five minutes that 95 in a hundred opened orders should not exceed, because its turn takes a while to come.
 */
const refreshEveryMs = 4 * 60_000

const ordersAtOnce = 20

/**
 * Checks orders that aren't final again, those first that are most likely to be opened next, as far as the quota's
 * background share goes. An order that fails is left for the next turn; one that the marketplace doesn't know any more
 * stays as it is.
 */
export async function refreshOrders(services: Services, target: ConnectionTarget, slice: Slice): Promise<void> {
  const { tenantId, channel } = target
  const checkedBefore = instantIn(services, -refreshEveryMs)
  const tried = new Set<string>()
  while (slice.hasTime()) {
    const stale = await services.sweeps.refreshable(tenantId, channel, checkedBefore, ordersAtOnce + tried.size)
    const next = stale.filter((reference) => !tried.has(reference))
    if (next.length === 0) return
    for (const externalOrderId of next) {
      if (!slice.hasTime()) return
      tried.add(externalOrderId)
      const failure = await refreshOrder(services, target, externalOrderId)
      if (failure !== null && failure.kind !== 'order' && failure.kind !== 'final') return
    }
  }
}

/** Asks the marketplace for one order in the background. Returns what failed, or null. */
export async function refreshOrder(services: Services, { tenantId, channel }: ConnectionTarget, orderRef: string) {
  try {
    const request = { channel, orderRef, refresh: true, conversation: {}, priority: 'background' } as const
    await importOrder({ ...services, stubMode: 'off' }, tenantId, request)
    return null
  } catch (thrown) {
    return failedAttempt(thrown)
  }
}
