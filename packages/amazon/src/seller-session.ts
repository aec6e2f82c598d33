import type {
  CallPriority,
  ChannelOrder,
  ChannelOrderPage,
  Deadline,
  MarketplacePlans,
  OrderWindow,
} from '@orderport/domain'
import type { Region } from './amazon-ids.ts'
import type { Application } from './credentials.ts'
import type { ReducedOrderEvent } from './reduced-order.ts'
import type { Send } from './transport/upstream-request.ts'

/** One seller's tokens of one kind. */
export interface TokenSupply {
  /** Returns a usable token, renewed first where that is needed. Throws when the renewal fails or `signal` aborts. */
  get(signal: AbortSignal): Promise<string>
  /** Forgets a token that Amazon refused. */
  drop(refused: string): void
}

/** What a call to the Selling Partner API on behalf of one seller needs. Holds secrets: never logged. */
export interface SellerSession {
  readonly sellerId: string
  readonly region: Region
  /** Where the seller sells; null where the tenant's secret doesn't say. */
  readonly marketplaceId: string | null
  readonly application: Application
  readonly refreshToken: string
  readonly tokens: TokenSupply
  /** The base URL, without a slash at its end. */
  readonly endpoint: string
  readonly userAgent: string
  readonly send: Send
  /** How the session's calls share the usage plans. */
  readonly priority: CallPriority
}

/** A page of a window of a seller's orders; `token` is null for the first one. */
export interface PageRequest {
  readonly window: OrderWindow
  readonly token: string | null
}

/** One version of the Orders API. */
export interface OrdersApi {
  fetchOrder(session: SellerSession, orderId: string, deadline: Deadline): Promise<ChannelOrder>
  listOrders(session: SellerSession, page: PageRequest, deadline: Deadline): Promise<ChannelOrderPage>
  readonly plans: MarketplacePlans
}

export interface OrdersApiDeps {
  /** Milliseconds. What a version keeps from order to order, such as tokens, expires by it. */
  readonly now: () => number
  readonly onReduced: (event: ReducedOrderEvent) => void
}

/** Makes one version. */
export type OrdersApiFactory = (deps: OrdersApiDeps) => OrdersApi
