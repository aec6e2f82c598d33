import type { ChannelOrder } from '@orderport/domain'
import type { SellerApi, TokenSupply } from '../transport/call-sp-api.ts'
import type { TimeLimit } from '../transport/upstream-request.ts'
import type { RefreshGrant } from '../lwa/request-access-token.ts'
import { toChannelOrder } from '../orders-2026-01-01/to-channel-order.ts'
import { getOrder } from '../orders-2026-01-01/get-order.ts'

/** A seller's open door: where to ask, with which tokens, under which grant. */
export interface SellerAccess {
  readonly api: SellerApi
  readonly accessTokens: TokenSupply
  readonly grant: RefreshGrant
}

/** One version of the Orders API: fetches an order and gives it as the domain knows it. */
export type FetchOrder = (access: SellerAccess, orderId: string, limit: TimeLimit) => Promise<ChannelOrder>

/** An order by Orders API 2026-01-01. Throws as getOrder does. */
export const fetchOrder: FetchOrder = async ({ api, accessTokens }, orderId, limit) =>
  toChannelOrder(orderId, await getOrder(api, { orderId, tokens: accessTokens, limit }))
