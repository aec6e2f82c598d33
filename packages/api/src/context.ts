import type { ChannelConnections, ImportFlights, OrderSource, OrderStore, TenantId } from '@orderport/domain'

/** What the use-cases work with: ports and settings, wired by the process that mounts the router. */
export interface Services {
  readonly orders: OrderStore
  readonly flights: ImportFlights
  readonly connections: ChannelConnections
  /** The marketplaces by their channel. */
  readonly sources: ReadonlyMap<string, OrderSource>
  /** `off`: a tenant without credentials gets NO_ACTIVE_CHANNEL instead of a stub. */
  readonly stubMode: 'on' | 'off'
  /** The whole import's budget for credentials and the marketplace, in milliseconds. */
  readonly upstreamTimeoutMs: number
  readonly now: () => Date
  readonly newOrderId: () => string
}

/** One call, as the edge that mounts the router describes it. */
export interface Context {
  readonly services: Services
  readonly requestId: string
  /** The tenant that the call is for. Throws the edge's refusal: TENANT_ID_MISSING, TENANT_MISMATCH, UNTRUSTED_PEER… */
  readonly tenant: () => TenantId
}
