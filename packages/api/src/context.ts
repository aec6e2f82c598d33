import type {
  AuditLog,
  ConnectionStore,
  Identity,
  ImportSingleFlight,
  MarketplaceConnector,
  OrderStore,
  TenantId,
} from '@orderport/domain'

/** Ports and settings of the use-cases. The process that mounts the router supplies them. */
export interface Services {
  readonly orders: OrderStore
  readonly singleFlight: ImportSingleFlight
  readonly connections: ConnectionStore
  readonly audit: AuditLog
  /** The marketplaces' connectors by channel. */
  readonly connectors: ReadonlyMap<string, MarketplaceConnector>
  /** `off`: a tenant without credentials gets NO_ACTIVE_CHANNEL instead of a stub. */
  readonly stubMode: 'on' | 'off'
  /** The whole import's budget for credentials and the marketplace, in milliseconds. */
  readonly upstreamTimeoutMs: number
  /** How long credentials that the marketplace refused are not tried again, in milliseconds. */
  readonly reauthRetryAfterMs: number
  /** How long an order that isn't final is answered from what is stored, in milliseconds. */
  readonly refreshAfterMs: number
  /** Called for the log when the marketplace couldn't be asked again and the stored order answered. */
  readonly onStaleAnswer: (error: unknown) => void
  readonly now: () => Date
  readonly newOrderId: () => string
}

/** Who calls, and the tenant that the caller names. `authorise` checks whether the caller may act for that tenant. */
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
