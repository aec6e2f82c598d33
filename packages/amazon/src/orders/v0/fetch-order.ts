import { DomainError } from '@orderport/domain'
import { toChannelOrderV0 } from '../../orders-v0/to-channel-order.ts'
import type { FetchOrder } from '../fetch-order.ts'
import { getOrderItemsV0 } from '../../orders-v0/get-order-items.ts'
import { getOrderV0 } from '../../orders-v0/get-order.ts'
import { RestrictedTokens } from '../../orders-v0/restricted-tokens.ts'

/**
 * Fetches an order by Orders API v0: the order, with buyer and address where the role allows, and all of its items, in
 * parallel. What fails with either fails the whole; where both do, the order's failure is the one that is told. `now`
 * gives milliseconds.
 */
export function createFetchOrderV0(now: () => number): FetchOrder {
  const restricted = new RestrictedTokens(now)
  return async (access, orderId, limit) => {
    const order = getOrderV0(access.api, { orderId, tokens: restricted.of(access), limit })
    const orderItems = getOrderItemsV0(access.api, { orderId, tokens: access.accessTokens, limit })
    await Promise.allSettled([order, orderItems])
    return toChannelOrderV0(orderId, { order: await order, orderItems: await orderItems.catch(contradiction) })
  }
}

/** The order is known by now, so items that are not found are Amazon's fault and not a missing order. */
function contradiction(failure: unknown): never {
  if (!DomainError.is(failure) || failure.code !== 'ORDER_NOT_FOUND_FOR_TENANT') throw failure
  throw new DomainError('UPSTREAM_ERROR', { detail: `Amazon knows the order, but: ${failure.detail}`, cause: failure })
}
