import type {
  AuditLog,
  ConnectionStore,
  Identity,
  ImportFlights,
  MarketplaceConnector,
  OrderStore,
  TenantId,
} from '@orderport/domain'

/** What the use-cases work with: ports and settings, wired by the process that mounts the router. */
export interface Services {
  readonly orders: OrderStore
  readonly flights: ImportFlights
  readonly connections: ConnectionStore
  readonly audit: AuditLog
  /** The marketplaces by their channel. */
  readonly sources: ReadonlyMap<string, MarketplaceConnector>
  /** `off`: a tenant without credentials gets NO_ACTIVE_CHANNEL instead of a stub. */
  readonly stubMode: 'on' | 'off'
  /** The whole import's budget for credentials and the marketplace, in milliseconds. */
  readonly upstreamTimeoutMs: number
  readonly now: () => Date
  readonly newOrderId: () => string
}

/** Who calls, and the tenant that the call is for: named by the caller, and not yet checked against what it may do. */
export interface Caller {
  readonly identity: Identity
  readonly tenantId: TenantId
}

/** One call, as the edge that mounts the router describes it. */
export interface Context {
  readonly services: Services
  readonly requestId: string
  /** Throws the edge's refusal: TENANT_ID_MISSING, TENANT_MISMATCH, UNTRUSTED_PEER, AUTH_REQUIRED… */
  readonly caller: () => Promise<Caller>
}
