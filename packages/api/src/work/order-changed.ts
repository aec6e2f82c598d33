import type { Services } from '../context.ts'

/** An order that a marketplace announced to have changed. */
export interface AnnouncedChange {
  readonly channel: string
  readonly sellerId: string
  readonly externalOrderId: string
}

/**
 * Enqueues the job that asks for an order which the marketplace announced to have changed. Returns false, and enqueues
 * nothing, if no tenant has that selling account. The announcement says that it changed, not how: one that comes twice,
 * or late, costs one question at most, because the same job waits once.
 */
export async function orderChanged(
  { sweeps, jobs }: Pick<Services, 'sweeps' | 'jobs'>,
  { channel, sellerId, externalOrderId }: AnnouncedChange,
): Promise<boolean> {
  const tenantId = await sweeps.tenantOfSeller(channel, sellerId)
  if (tenantId === null) return false
  await jobs.enqueue({ kind: 'order', tenantId, channel, externalOrderId })
  return true
}
