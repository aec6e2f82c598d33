import { PageTokenExpired, type OpenSweep, type Sweep } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { ordersOf } from './backfill.ts'
import { failedAttempt, outagePauseMs } from './failed-attempt.ts'
import { listSellerOrders } from './list-seller-orders.ts'
import { pauseAfterRestart } from './page-token-death.ts'
import { instantIn, type Slice } from './slice.ts'

/** Amazon refuses a window that ends less than two minutes ago, and shows a change a while after it happened. */
export const visibleAfterMs = 3 * 60_000
/**
 * Each sweep looks again at the end of the one before it: a change may be shown later than another one after it. The
 * first one looks back no further: it brings what changes from now on, and a backfill brings what is older.
 */
const overlapMs = 10 * 60_000

/**
 * Lists the orders that changed since the last sweep of a connection and merges them into the stored ones. What the
 * list doesn't tell whole is fetched by jobs of its own. A sweep that fails, or that the quota stops, goes on later
 * where it stopped.
 */
export async function sweepOrders(services: Services, target: ConnectionTarget, slice: Slice): Promise<void> {
  const { tenantId, channel } = target
  const { sweeps } = services
  await openSweep(services, target, await sweeps.find(tenantId, channel))
  let restarts = 0
  while (slice.hasTime()) {
    const { open } = await sweeps.find(tenantId, channel)
    if (open === null || isPaused(services, open)) return
    try {
      const window = { by: 'updated', from: open.from, to: open.to } as const
      const page = await listSellerOrders(services, target, { window, token: open.token, priority: 'background' })
      const { orders, unread } = ordersOf(services, target.connector.name, page)
      for (const externalOrderId of unread) {
        await services.jobs.enqueue({ kind: 'order', tenantId, channel, externalOrderId })
      }
      const now = services.now().toISOString()
      await sweeps.savePage(tenantId, channel, { token: open.token, nextToken: page.nextToken, orders, now })
    } catch (thrown) {
      if (PageTokenExpired.is(thrown)) {
        restarts += 1
        const pause = pauseAfterRestart(restarts, open.restarts + 1)
        await sweeps.restart(tenantId, channel, pause === null ? null : instantIn(services, pause.ms))
        continue
      }
      const failure = failedAttempt(thrown)
      if (failure.code === 'INTERNAL') throw thrown
      // Once somebody has acted, the worker's clock goes on with the sweep.
      if (failure.kind === 'reauthorisation' || failure.kind === 'seller' || failure.kind === 'final') return
      const pauseMs = failure.kind === 'quota' ? failure.retryAfterMs : outagePauseMs
      return services.jobs.enqueue({ kind: 'sweep', tenantId, channel }, instantIn(services, pauseMs))
    }
  }
  await services.jobs.enqueue({ kind: 'sweep', tenantId, channel })
}

/** True for a sweep whose tokens died too often. The worker's clock goes on with it when the pause is over. */
export function isPaused(services: Services, { pausedUntil }: Pick<OpenSweep, 'pausedUntil'>): boolean {
  return pausedUntil !== null && pausedUntil > instantIn(services, 0)
}

async function openSweep(services: Services, { tenantId, channel }: ConnectionTarget, sweep: Sweep): Promise<void> {
  if (sweep.open !== null) return
  const to = instantIn(services, -visibleAfterMs)
  if (sweep.sweptThrough !== null && sweep.sweptThrough >= to) return
  const from = new Date(Date.parse(sweep.sweptThrough ?? to) - overlapMs).toISOString()
  await services.sweeps.begin(tenantId, channel, { from, to })
}
