import type { BackgroundJob } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { importOrder } from '../orders/import-order.ts'
import { failedAttempt, outagePauseMs, pauseAfter, reauthorisationPauseMs } from './failed-attempt.ts'
import { instantIn, withoutStubs, type Slice } from './slice.ts'

/**
 * How old the last check of an order may be before it is refreshed in the background, in milliseconds: somewhat less
 * than the five minutes that 95 in a hundred opened orders should not exceed, because its turn takes a while to come.
 */
const refreshEveryMs = 4 * 60_000

const ordersAtOnce = 20

/**
 * Checks orders that aren't final again, those first that are most likely to be opened next, as far as the quota's
 * background share goes. An order that fails, or that the marketplace doesn't know any more, stays as it is and is left
 * alone for a while, so that it is not the first of every turn.
 */
export async function refreshOrders(services: Services, target: ConnectionTarget, slice: Slice): Promise<void> {
  const { tenantId, channel } = target
  const checkedBefore = instantIn(services, -refreshEveryMs)
  const tried = new Set<string>()
  while (slice.hasTime()) {
    const stale = { checkedBefore, now: instantIn(services, 0) }
    const found = await services.sweeps.refreshable(tenantId, channel, stale, ordersAtOnce + tried.size)
    const next = found.filter((reference) => !tried.has(reference))
    if (next.length === 0) return
    for (const externalOrderId of next) {
      if (!slice.hasTime()) return
      tried.add(externalOrderId)
      const failure = await refreshOrder(services, target, externalOrderId)
      if (failure === null) continue
      if (failure.kind !== 'order' && failure.kind !== 'final') return
      await services.sweeps.noteRefreshFailure(tenantId, { channel, externalOrderId }, instantIn(services, 0))
    }
  }
}

/**
 * Asks the marketplace for an order that it announced to have changed. One that fails is asked for again, at longer and
 * longer intervals; in the end it is left to the refreshes.
 */
export async function refreshAnnounced(
  services: Services,
  target: ConnectionTarget,
  job: Extract<BackgroundJob, { readonly kind: 'order' }>,
): Promise<void> {
  const { tenantId, channel, externalOrderId } = job
  const failure = await refreshOrder(services, target, externalOrderId)
  switch (failure?.kind) {
    case undefined:
    case 'seller':
      return
    case 'quota':
      return services.jobs.enqueue(job, instantIn(services, failure.retryAfterMs))
    case 'outage':
      return services.jobs.enqueue(job, instantIn(services, outagePauseMs))
    case 'reauthorisation':
      return services.jobs.enqueue(job, instantIn(services, reauthorisationPauseMs))
    case 'order':
    case 'final': {
      const key = { channel, externalOrderId }
      const failures = await services.sweeps.noteRefreshFailure(tenantId, key, instantIn(services, 0))
      const pause = failure.kind === 'final' ? null : pauseAfter(failures, services.random())
      if (pause !== null) await services.jobs.enqueue(job, instantIn(services, pause))
    }
  }
}

/** Asks the marketplace for one order in the background. Returns what failed, or null. */
async function refreshOrder(services: Services, { tenantId, channel }: ConnectionTarget, orderRef: string) {
  try {
    const request = { channel, orderRef, refresh: true, conversation: {}, priority: 'background' } as const
    await importOrder(withoutStubs(services), tenantId, request)
    return null
  } catch (thrown) {
    return failedAttempt(thrown)
  }
}
