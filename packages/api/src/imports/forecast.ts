import type { ChannelOrderPage, Instant, TenantId, UsagePlan } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { connectorOf } from '../orders/import-target.ts'
import { listSellerOrders } from '../work/list-seller-orders.ts'
import type { Period } from './start-import.ts'

/** How long a backfill will take at the marketplace's published rate. */
export interface Forecast {
  /** Orders in the period. */
  readonly orders: number
  /** True if they were counted, not estimated. */
  readonly isExact: boolean
  /** Calls to the marketplace. */
  readonly calls: number
  readonly seconds: number
  readonly doneBy: Instant
}

const dayMs = 24 * 60 * 60_000
const longestSampleMs = 7 * dayMs

/**
 * Forecasts a backfill by a few pages of its period. Throws NO_ACTIVE_CHANNEL for a tenant without credentials, and
 * whatever the connector throws.
 */
export async function forecastBackfill(
  services: Services,
  tenantId: TenantId,
  channel: string,
  period: Period,
): Promise<Forecast> {
  const connector = connectorOf(services, channel)
  const { orders, isExact, isWhole } = await countOrders(services, { tenantId, channel, connector }, period)
  const { listOrders, fetch, pageSize } = connector.plans
  const pages = Math.max(1, Math.ceil(orders / pageSize))
  const fetches = isWhole ? 0 : orders
  const seconds = secondsFor(pages, listOrders) + secondsFor(fetches, fetch)
  const doneBy = new Date(services.now().getTime() + seconds * 1000).toISOString()
  return { orders, isExact, calls: pages + fetches, seconds, doneBy }
}

/** The calls that the bucket holds go out at once, the others at its rate. */
function secondsFor(calls: number, { ratePerSecond, burst }: UsagePlan): number {
  return Math.ceil(Math.max(0, calls - burst) / ratePerSecond)
}

interface OrderCount {
  readonly orders: number
  readonly isExact: boolean
  /** False where the list tells orders without their contents, so that each has to be fetched. */
  readonly isWhole: boolean
}

/**
 * Counts the orders of the period if they fit on one page; else estimates them from pages of its newest, middle and
 * oldest week.
 */
async function countOrders(
  services: Services,
  target: ConnectionTarget,
  { since, until }: Period,
): Promise<OrderCount> {
  const list = (from: number, to: number) => {
    const window = { by: 'created', from: new Date(from).toISOString(), to: new Date(to).toISOString() } as const
    return listSellerOrders(services, target, { window, token: null, priority: 'interactive' })
  }
  const [start, end] = [Date.parse(since), Date.parse(until)]
  const whole = await list(start, end)
  const isWhole = whole.orders.every(({ order }) => order !== null)
  if (whole.nextToken === null) return { orders: whole.orders.length, isExact: true, isWhole }
  const sampleMs = Math.min(longestSampleMs, (end - start) / 3)
  const middle = (start + end + sampleMs) / 2
  const densities: number[] = []
  for (const to of [end, middle, start + sampleMs]) densities.push(await densityBefore(list, to, sampleMs))
  const density = densities.reduce((sum, each) => sum + each, 0) / densities.length
  // One page and one order more are known.
  return { orders: Math.max(whole.orders.length + 1, Math.round(density * (end - start))), isExact: false, isWhole }
}

/** Where a page is full and its orders have no dates, a shorter window is looked at, this many times at most. */
const shortenings = 3

/** Returns the orders in a millisecond, as the first page of a window that ends at `to` shows them. */
async function densityBefore(
  list: (from: number, to: number) => Promise<ChannelOrderPage>,
  to: number,
  sampleMs: number,
): Promise<number> {
  let windowMs = sampleMs
  for (let shortened = 0; ; shortened += 1) {
    const { orders, nextToken } = await list(to - windowMs, to)
    const spanMs = nextToken === null ? windowMs : spanOf(orders)
    if (spanMs !== null || shortened === shortenings) return orders.length / (spanMs ?? windowMs)
    windowMs /= 7
  }
}

/** The time in which orders were made; null where they don't say. */
function spanOf(orders: ChannelOrderPage['orders']): number | null {
  const moments = orders.flatMap(({ order }) => {
    const date = order?.orderDate ?? null
    return date === null ? [] : [Date.parse(date)]
  })
  const span = moments.length < 2 ? 0 : Math.max(...moments) - Math.min(...moments)
  return span > 0 ? span : null
}
