import type { ChannelOrder, Deadline } from '@orderport/domain'
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
  readonly application: Application
  readonly refreshToken: string
  readonly tokens: TokenSupply
  /** The base URL, without a slash at its end. */
  readonly endpoint: string
  readonly userAgent: string
  readonly send: Send
}

/** Fetches one order by one version of the Orders API. */
export type FetchOrder = (session: SellerSession, orderId: string, deadline: Deadline) => Promise<ChannelOrder>

export interface FetchOrderDeps {
  /** Milliseconds. What a version keeps from order to order, such as tokens, expires by it. */
  readonly now: () => number
  readonly onReduced: (event: ReducedOrderEvent) => void
}

/** Makes the function for one version. */
export type FetchOrderFactory = (deps: FetchOrderDeps) => FetchOrder
