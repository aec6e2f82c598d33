import type {
  ApiKeyStore,
  AuditLog,
  ConnectionStore,
  MembershipStore,
  OrderStore,
  UpstreamQuota,
} from '@orderport/domain'
import { createAuditStore } from './audit/audit-store.ts'
import { createConnectionStore } from './connections/connection-store.ts'
import { openDoor } from './door/door.ts'
import { createApiKeyStore } from './members/api-key-store.ts'
import { createMembershipStore } from './members/membership-store.ts'
import { migrationNames } from './migrate/migration-files.ts'
import { pendingMigrations } from './migrate/migration-history.ts'
import { createOrderStore } from './orders/order-store.ts'
import { createUpstreamQuota } from './quota/upstream-quota.ts'
import { checkRuntimeRole } from './runtime-role-check.ts'
import { createImportSingleFlight, type SharedSingleFlight } from './single-flight/single-flight.ts'
import { withinDeadline } from './within-deadline.ts'

export interface DatabaseOptions {
  /** The runtime role's connection. */
  readonly url: string
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** Milliseconds after which the import of a process that died may be taken over by another one. */
  readonly importLeaseMs?: number
  /** Numbers in [0, 1). */
  readonly random?: () => number
  /** Told of connections that break while idle. They are replaced; this is for the log. */
  readonly onError?: (error: Error) => void
  /** Called when an import's lease can't be renewed or released; the import continues. For the log. */
  readonly onLeaseError?: (error: unknown) => void
}

export interface DatabaseStatus {
  readonly migrated: boolean
  /** Our migrations that the database does not have yet. */
  readonly pending: readonly string[]
}

export interface Database extends AsyncDisposable {
  readonly orders: OrderStore
  readonly connections: ConnectionStore
  readonly memberships: MembershipStore
  readonly apiKeys: ApiKeyStore
  readonly audit: AuditLog
  /** The marketplaces' usage plans, shared by every process on this database. */
  readonly quota: UpstreamQuota
  readonly singleFlight: SharedSingleFlight
  /** Whether the database has our migrations; throws `DATABASE_UNAVAILABLE` when it can't be asked. */
  status(): Promise<DatabaseStatus>
  /** What is wrong with the role of the connection, one English line a fault; throws as `status` does. */
  checkRuntimeRole(): Promise<string[]>
  /** Waits for what is running, a few seconds at most, and closes every connection. */
  close(): Promise<void>
}

/** The stores behind one door to the database. Connects when first used. */
export function createDatabase(options: DatabaseOptions): Database {
  const { url, poolSize = 10, statementTimeoutMs = 5000, connectTimeoutMs = 2000, onError = () => undefined } = options
  const { importLeaseMs = 5000, random = Math.random, onLeaseError = () => undefined } = options
  const door = openDoor({ url, poolSize, statementTimeoutMs, connectTimeoutMs, onError })
  const { withTenant, withoutTenant } = door
  const close = closing(door.close, statementTimeoutMs)
  return {
    orders: createOrderStore(withTenant),
    connections: createConnectionStore(withTenant),
    memberships: createMembershipStore(withTenant),
    apiKeys: createApiKeyStore(withTenant),
    audit: createAuditStore(withTenant),
    quota: createUpstreamQuota(withoutTenant),
    singleFlight: createImportSingleFlight({ withTenant, leaseMs: importLeaseMs, random, onError: onLeaseError }),
    async status() {
      const pending = await pendingMigrations(withoutTenant, await migrationNames())
      return { migrated: pending.length === 0, pending }
    },
    checkRuntimeRole: () => checkRuntimeRole(withoutTenant),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Closes once, however often it is called, and not for ever: a frozen server does not answer a goodbye. */
function closing(end: () => Promise<void>, deadlineMs: number): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => {
    closed ??= withinDeadline(end(), deadlineMs)
    return closed
  }
}
