import type {
  AuditLog,
  BackgroundJobs,
  ConnectionStore,
  ErrorCode,
  Identity,
  ImportResult,
  ImportSingleFlight,
  ImportStore,
  MarketplaceConnector,
  OrderStore,
  SweepStore,
  TenantId,
} from '@orderport/domain'
import type { OpenedOrder } from './orders/order-opened.ts'

/** Ports and settings of the use-cases. The process that mounts the router supplies them. */
export interface Services {
  readonly orders: OrderStore
  readonly singleFlight: ImportSingleFlight
  readonly connections: ConnectionStore
  /** The imports of many orders. */
  readonly imports: ImportStore
  readonly sweeps: SweepStore
  readonly jobs: BackgroundJobs
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
  /** How old a connection's last sweep may be before the next one begins, in milliseconds. */
  readonly sweepEveryMs: number
  /** Called for the log when the marketplace couldn't be asked again and the stored order answered. */
  readonly onStaleAnswer: (error: unknown) => void
  /** Called for metrics when an import has ended, whoever asked for it. Must not throw. */
  readonly onImport: (ended: EndedImport) => void
  /** Called for metrics when somebody opens an order that is stored. Must not throw. */
  readonly onOpened: (opened: OpenedOrder) => void
  /**
   * Called for metrics when a procedure is called, by its path such as `orders.list`. The function that it returns is
   * called when the procedure has ended. Neither may throw.
   */
  readonly observeCall: (procedure: string) => (outcome: 'ok' | ErrorCode) => void
  /** Aborts when the process stops: answers that last, such as streams of events, have to end. */
  readonly stopping: AbortSignal
  readonly now: () => Date
  readonly newOrderId: () => string
  readonly newImportId: () => string
  /** Returns numbers in [0, 1), for the pauses between attempts. */
  readonly random: () => number
}

export interface EndedImport {
  readonly channel: string
  /** Where the order came from, or why there is none. */
  readonly outcome: ImportResult['source'] | ErrorCode
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
  /** Runs each call of a procedure, and returns or throws what it does; for logs, traces and metrics. */
  readonly observe?: (<T>(procedure: string, call: () => Promise<T>) => Promise<T>) | undefined
}
