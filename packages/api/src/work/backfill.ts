import {
  DomainError,
  PageTokenExpired,
  type BulkImport,
  type ChannelOrderPage,
  type ImportPage,
  type ImportWindow,
  type NewOrder,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { nextWindow } from './backfill-window.ts'
import { failedAttempt } from './failed-attempt.ts'
import { importItems, pauseOf, type Progress } from './import-items.ts'
import { connectionTarget, listSellerOrders } from './list-seller-orders.ts'
import { pauseAfterRestart } from './page-token-death.ts'
import { instantIn, type Slice } from './slice.ts'

/**
 * Imports a period, window after window and page after page, the newest orders first. A page is stored in the
 * transaction that moves the cursor. Orders that the list tells without their contents are fetched one by one, once
 * everything is listed.
 */
export async function backfill(
  services: Services,
  tenantId: TenantId,
  bulkImport: BulkImport,
  slice: Slice,
): Promise<Progress> {
  let restarts = 0
  while (slice.hasTime()) {
    const window = await windowOf(services, tenantId, bulkImport)
    if (window === null) return importItems(services, tenantId, bulkImport, slice)
    const progress = await readPage(services, tenantId, bulkImport, window)
    if (progress === 'restarted') {
      restarts += 1
      const pause = pauseAfterRestart(restarts, window.restarts + 1)
      if (pause !== null) return { state: 'continues', at: instantIn(services, pause.ms), error: pause.error }
    } else if (progress !== null) return progress
  }
  return { state: 'continues', at: services.now().toISOString(), error: null }
}

/** Returns the window to list, opened if none is; null when every window has been listed. */
async function windowOf(
  { imports, now }: Services,
  tenantId: TenantId,
  { id, since, until }: BulkImport,
): Promise<ImportWindow | null> {
  const windows = await imports.windows(tenantId, id)
  const open = windows.find(({ state }) => state === 'open')
  if (open !== undefined) return open
  if (since === null || until === null) throw new DomainError('INTERNAL', { detail: 'a backfill without a period' })
  const next = nextWindow({ since, until }, windows)
  return next === null ? null : imports.openWindow(tenantId, id, next, now().toISOString())
}

/** Lists and stores one page. Returns null when the next one may be begun, `restarted` when the window begins anew. */
async function readPage(
  services: Services,
  tenantId: TenantId,
  { id, channel }: BulkImport,
  window: ImportWindow,
): Promise<Progress | 'restarted' | null> {
  const { imports, now } = services
  const target = connectionTarget(services, { tenantId, channel })
  const { number: windowNumber, token, from, to } = window
  try {
    const request = { window: { by: 'created', from, to }, token, priority: 'bulk' } as const
    const page = await listSellerOrders(services, target, request)
    const read = { windowNumber, token, nextToken: page.nextToken, now: now().toISOString() }
    const saved = await savePage(services, tenantId, id, {
      ...read,
      ...ordersOf(services, target.connector.name, page),
    })
    return saved === null ? { state: 'ended' } : null
  } catch (thrown) {
    if (PageTokenExpired.is(thrown)) {
      await imports.restartWindow(tenantId, id, windowNumber, now().toISOString())
      return 'restarted'
    }
    return pauseOf(services, failedAttempt(thrown))
  }
}

/** An order that can't be stored must not stop the others: then each is imported by itself, and that one fails. */
async function savePage({ imports }: Services, tenantId: TenantId, id: string, page: ImportPage) {
  try {
    return await imports.savePage(tenantId, id, page)
  } catch (thrown) {
    if (DomainError.is(thrown) && thrown.code === 'DATABASE_UNAVAILABLE') throw thrown
    const unread = [...page.unread, ...page.orders.map(({ fetched }) => fetched.externalOrderId)]
    return imports.savePage(tenantId, id, { ...page, orders: [], unread })
  }
}

/** Returns a page's orders as they are stored, and the references of those that the list doesn't tell. */
export function ordersOf(
  { newOrderId, now }: Services,
  source: NewOrder['source'],
  { orders }: ChannelOrderPage,
): { readonly orders: readonly NewOrder[]; readonly unread: readonly string[] } {
  const at = now().toISOString()
  return {
    orders: orders.flatMap(({ order }) =>
      order === null ? [] : [{ id: newOrderId(), now: at, fetched: order, source }],
    ),
    unread: orders.flatMap(({ externalOrderId, order }) => (order === null ? [externalOrderId] : [])),
  }
}
