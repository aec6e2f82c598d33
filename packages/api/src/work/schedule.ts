import type { Instant } from '@orderport/domain'
import type { Services } from '../context.ts'
import { instantIn } from './slice.ts'
import { isPaused, visibleAfterMs } from './sweep.ts'

/** How far the sweeps of a channel are behind. */
export interface SweepLag {
  readonly channel: string
  /** Of the connection that is furthest behind, in milliseconds. */
  readonly worstMs: number
  /** How many connections are more than two intervals behind, or were never swept. */
  readonly late: number
  /** Until when the connection that was swept last has been swept. Null: none ever was. */
  readonly lastSweptThrough: Instant | null
}

/**
 * Enqueues what keeps stored orders fresh: a sweep of each active connection whose last one is old enough, and a
 * refresh of its orders that aren't final. Connections that need re-authorisation, or that an operator disabled, are
 * left out; the others go on. Harmless when several workers call it: the same job waits once. Returns how far the
 * sweeps of each channel are behind.
 */
export async function scheduleFreshness(services: Services): Promise<readonly SweepLag[]> {
  const { sweeps, jobs, sweepEveryMs } = services
  const dueBefore = instantIn(services, -sweepEveryMs)
  const lags = new Map([...services.connectors.keys()].map((channel) => [channel, noLag(channel)]))
  for (const { tenantId, channel, status } of await sweeps.connections()) {
    const lag = lags.get(channel)
    if (status !== 'active' || lag === undefined) continue
    const { sweptThrough, open } = await sweeps.find(tenantId, channel)
    lags.set(channel, withConnection(services, lag, sweptThrough))
    const isDue = open === null ? sweptThrough === null || sweptThrough <= dueBefore : !isPaused(services, open)
    if (isDue) await jobs.enqueue({ kind: 'sweep', tenantId, channel })
    await jobs.enqueue({ kind: 'refresh', tenantId, channel })
  }
  return [...lags.values()]
}

function noLag(channel: string): SweepLag {
  return { channel, worstMs: 0, late: 0, lastSweptThrough: null }
}

function withConnection({ now, sweepEveryMs }: Services, lag: SweepLag, sweptThrough: Instant | null): SweepLag {
  if (sweptThrough === null) return { ...lag, late: lag.late + 1 }
  const behindMs = now().getTime() - Date.parse(sweptThrough)
  const { lastSweptThrough } = lag
  return {
    ...lag,
    worstMs: Math.max(lag.worstMs, behindMs),
    late: lag.late + (behindMs > 2 * sweepEveryMs + visibleAfterMs ? 1 : 0),
    lastSweptThrough: lastSweptThrough === null || lastSweptThrough < sweptThrough ? sweptThrough : lastSweptThrough,
  }
}
