import type { Services } from '../context.ts'
import { instantIn } from './slice.ts'
import { isPaused } from './sweep.ts'

/**
 * Enqueues what keeps stored orders fresh: a sweep of each active connection whose last one is old enough, and a
 * refresh of its orders that aren't final. Connections that need re-authorisation, or that an operator disabled, are
 * left out; the others go on. Harmless when several workers call it: the same job waits once.
 */
export async function scheduleFreshness(services: Services): Promise<void> {
  const dueBefore = instantIn(services, -services.sweepEveryMs)
  for (const { tenantId, channel, status } of await services.sweeps.connections()) {
    if (status !== 'active' || !services.connectors.has(channel)) continue
    const { sweptThrough, open } = await services.sweeps.find(tenantId, channel)
    const isDue = open === null ? sweptThrough === null || sweptThrough <= dueBefore : !isPaused(services, open)
    if (isDue) {
      await services.jobs.enqueue({ kind: 'sweep', tenantId, channel })
    }
    await services.jobs.enqueue({ kind: 'refresh', tenantId, channel })
  }
}
