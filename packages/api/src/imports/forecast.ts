import {
  DomainError,
  type ChannelOrderPage,
  type Instant,
  type OrderWindow,
  type TenantId,
  type UsagePlan,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { listSellerOrders } from '../work/list-seller-orders.ts'
import type { Period } from './start-import.ts'

/** How long a backfill will take, from one page of orders and the marketplace's published rate. */
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
const sampleMs = 7 * dayMs

/**
 * Forecasts a backfill: lists one page of the last week of the period and assumes that the rest is like it. Throws
 * NO_ACTIVE_CHANNEL for a tenant without credentials, and whatever the connector throws.
 */
export async function forecastBackfill(
  services: Services,
  tenantId: TenantId,
  channel: string,
  period: Period,
): Promise<Forecast> {
  const connector = services.connectors.get(channel)
  if (connector === undefined) throw new DomainError('INVALID_REQUEST', { field: 'channel' })
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

async function countOrders(services: Services, target: ConnectionTarget, period: Period): Promise<OrderCount> {
  const { since, until } = period
  const periodMs = Date.parse(until) - Date.parse(since)
  const isShort = periodMs <= sampleMs
  const from = isShort ? since : new Date(Date.parse(until) - sampleMs).toISOString()
  const window = { by: 'created', from, to: until } as const
  const page = await listSellerOrders(services, target, { window, token: null, priority: 'interactive' })
  const count = page.orders.length
  const isWhole = page.orders.every(({ order }) => order !== null)
  if (page.nextToken !== null) {
    return { orders: Math.round((count * periodMs) / spanMs(page, window)), isExact: false, isWhole }
  }
  return { orders: isShort ? count : Math.round((count * periodMs) / sampleMs), isExact: isShort, isWhole }
}

/** The time in which a page's orders were made: the whole window where they don't say. */
function spanMs({ orders }: ChannelOrderPage, { from, to }: OrderWindow): number {
  const moments = orders.flatMap(({ order }) => {
    const date = order?.orderDate ?? null
    return date === null ? [] : [Date.parse(date)]
  })
  const span = moments.length < 2 ? 0 : Math.max(...moments) - Math.min(...moments)
  return span > 0 ? span : Date.parse(to) - Date.parse(from)
}
