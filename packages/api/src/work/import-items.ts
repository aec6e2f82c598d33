import {
  hasEnded,
  type BulkImport,
  type Instant,
  type ErrorCode,
  type ImportItem,
  type ItemOutcome,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { importOrder } from '../orders/import-order.ts'
import {
  failedAttempt,
  outagePauseMs,
  pauseAfter,
  reauthorisationPauseMs,
  type FailedAttempt,
} from './failed-attempt.ts'
import { instantIn, withoutStubs, type Slice } from './slice.ts'

/** How an import stands after a turn: it has ended, goes on later, or has no queued item left. */
export type Progress =
  | { readonly state: 'ended' }
  | { readonly state: 'continues'; readonly at: Instant; readonly error: ErrorCode | null }
  | { readonly state: 'stopped'; readonly error: ErrorCode }
  | { readonly state: 'complete' }

const itemsAtOnce = 20

/** Up to this number of orders, somebody waits for them: they may use all of the quota. */
const fewOrders = 20

/**
 * Imports the items of an import that are due, one after another, as long as the slice has time. Each outcome is
 * recorded before the next item is begun, so that a restart repeats one order at most.
 */
export async function importItems(
  services: Services,
  tenantId: TenantId,
  bulkImport: BulkImport,
  slice: Slice,
): Promise<Progress> {
  const { id } = bulkImport
  while (slice.hasTime()) {
    const due = await services.imports.dueItems(tenantId, id, services.now().toISOString(), itemsAtOnce)
    if (due.length === 0) return restOf(services, tenantId, id)
    for (const item of due) {
      if (!slice.hasTime()) break
      const progress = await importItem(services, tenantId, bulkImport, item)
      if (progress !== null) return progress
    }
  }
  return { state: 'continues', at: services.now().toISOString(), error: null }
}

/** Returns null when the next item may be begun. */
async function importItem(
  services: Services,
  tenantId: TenantId,
  { id, channel, total }: BulkImport,
  item: ImportItem,
): Promise<Progress | null> {
  const record = (outcome: ItemOutcome) =>
    services.imports.finishItem(tenantId, id, item.externalOrderId, outcome, services.now().toISOString())
  try {
    const priority = total !== null && total <= fewOrders ? 'interactive' : 'background'
    const { source } = await importOrder(withoutStubs(services), tenantId, {
      channel,
      orderRef: item.externalOrderId,
      refresh: false,
      conversation: {},
      priority,
      staleness: 'fail',
    })
    const { state } = await record({ state: source === 'cache' ? 'unchanged' : 'stored' })
    return hasEnded(state) ? { state: 'ended' } : null
  } catch (thrown) {
    const failure = failedAttempt(thrown)
    if (failure.kind !== 'order' && failure.kind !== 'final') return pauseOf(services, failure)
    const pause = failure.kind === 'final' ? null : pauseAfter(item.attempts + 1, services.random())
    const { state } = await record(
      pause === null
        ? { state: 'failed', error: failure.code }
        : { state: 'queued', error: failure.code, nextAttemptAt: instantIn(services, pause) },
    )
    return hasEnded(state) ? { state: 'ended' } : null
  }
}

/** Returns how the whole import goes on after a failure that is not one order's. */
export function pauseOf(services: Services, failure: FailedAttempt): Progress {
  switch (failure.kind) {
    case 'quota':
      return { state: 'continues', at: instantIn(services, failure.retryAfterMs), error: null }
    case 'reauthorisation':
      return { state: 'continues', at: instantIn(services, reauthorisationPauseMs), error: failure.code }
    case 'outage':
    case 'order':
      return { state: 'continues', at: instantIn(services, outagePauseMs), error: failure.code }
    case 'seller':
    case 'final':
      return { state: 'stopped', error: failure.code }
  }
}

/** Nothing is due: what is queued waits for its next attempt. */
async function restOf({ imports, now }: Services, tenantId: TenantId, id: string): Promise<Progress> {
  const { items } = await imports.items(tenantId, id, { state: 'queued', limit: 500 })
  const next = items.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? now().toISOString()).toSorted()[0]
  return next === undefined ? { state: 'complete' } : { state: 'continues', at: next, error: null }
}
