import { deadlineIn, DomainError, type CallPriority, type ChannelOrderPage, type OrderWindow } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { ConnectionTarget } from '../orders/bind-seller.ts'
import { callAsSeller } from '../orders/call-as-seller.ts'

export interface ListRequest {
  readonly window: OrderWindow
  /** The token of an earlier page; null for the first one. */
  readonly token: string | null
  readonly priority: CallPriority
}

/**
 * Returns a page of the orders that the tenant's seller has in a window. Throws NO_ACTIVE_CHANNEL for a tenant without
 * credentials, `PageTokenExpired`, and what `callAsSeller` throws.
 */
export async function listSellerOrders(
  services: Services,
  target: ConnectionTarget,
  { window, token, priority }: ListRequest,
): Promise<ChannelOrderPage> {
  const deadline = deadlineIn(services.upstreamTimeoutMs)
  const stored = await services.connections.find(target)
  const page = await callAsSeller(services, {
    target,
    stored,
    deadline,
    call: (client) => client.listOrders(window, token, deadline, { priority }),
  })
  if (page === null) throw new DomainError('NO_ACTIVE_CHANNEL')
  // The rest of the window would be missing without anybody noticing.
  if (page.coveredUntil !== undefined && page.coveredUntil < window.to) {
    throw new DomainError('UPSTREAM_ERROR', { detail: 'The marketplace lists less than it was asked for.' })
  }
  return page
}

/** Returns the marketplace of a channel that a job names. Throws INTERNAL for one that this release doesn't know. */
export function connectionTarget(
  { connectors }: Services,
  { tenantId, channel }: Pick<ConnectionTarget, 'tenantId' | 'channel'>,
): ConnectionTarget {
  const connector = connectors.get(channel)
  if (connector === undefined) throw new DomainError('INTERNAL', { detail: `no connector for ${channel}` })
  return { tenantId, channel, connector }
}
