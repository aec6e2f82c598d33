import {
  raceAgainst,
  type ApiKeyStore,
  type AuditLog,
  type ConnectionStore,
  type ImportStore,
  type MembershipStore,
  type OrderStore,
  type SweepStore,
  type Tracer,
  type UpstreamQuota,
} from '@orderport/domain'
import { createApiKeyStore } from './api-keys/store.ts'
import { createAuditStore } from './audit/store.ts'
import { countConnections, type ConnectionCount } from './channel-connections/count.ts'
import { countImports, type ImportCount } from './imports/count.ts'
import { createConnectionStore } from './channel-connections/store.ts'
import type { DatabaseWatcher } from './database-error.ts'
import { checkConnection } from './database-roles.ts'
import { createImportStore } from './imports/import-store.ts'
import { createBackgroundJobs, type JobQueue } from './jobs/background-jobs.ts'
import { createMembershipStore } from './members/store.ts'
import { pendingJobTables } from './migrate/job-tables.ts'
import { migrationNames } from './migrate/migration-files.ts'
import { pendingMigrations } from './migrate/migration-history.ts'
import { createOrderStore } from './orders/order-store.ts'
import { openReadReplica, type ReadReplica } from './read-replica/open-read-replica.ts'
import type { ReplicaStatus } from './read-replica/replica-monitor.ts'
import { createUpstreamQuota } from './quota/upstream-quota.ts'
import { createImportSingleFlight, type SharedSingleFlight } from './single-flight/single-flight.ts'
import { createSweepStore } from './sweeps/sweep-store.ts'
import { createTenantDatabase, type PoolUse } from './tenant-database/tenant-database.ts'

export interface DatabaseOptions {
  /** The URL of the runtime role's connection. */
  readonly url: string
  /** The URL of a streaming replica, for the reads that may be a little behind. Without it every read goes to `url`. */
  readonly readUrl?: string
  /** Milliseconds that the replica may be behind; beyond it, reads go to `url`. */
  readonly maxReplicaLagMs?: number
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  readonly connectTimeoutMs?: number
  /** Milliseconds after which another process may take over the import of one that died. */
  readonly importLeaseMs?: number
  /** Numbers in [0, 1). */
  readonly random?: () => number
  /** Is told how statements at `url` end. */
  readonly watcher?: DatabaseWatcher
  /** Shows statements in the traces that they belong to: by their names, without values. */
  readonly tracer?: Tracer
  /** Called for the log when an idle connection breaks; it is replaced. */
  readonly onError?: (error: Error) => void
  /** Called for the log when a lease can't be renewed or released; the import continues. */
  readonly onLeaseError?: (error: unknown) => void
  /** Called for the log when the replica comes into use or is left out. */
  readonly onReplicaChange?: (status: ReplicaStatus) => void
}

export interface DatabaseStatus {
  /** The names of our migrations that the database does not have yet, and of the job queue's tables. */
  readonly pending: readonly string[]
}

export interface Database extends AsyncDisposable {
  readonly orders: OrderStore
  readonly connections: ConnectionStore
  readonly memberships: MembershipStore
  readonly apiKeys: ApiKeyStore
  readonly audit: AuditLog
  /** The marketplaces' usage plans, shared by all processes on this database. */
  readonly quota: UpstreamQuota
  readonly singleFlight: SharedSingleFlight
  readonly imports: ImportStore
  readonly sweeps: SweepStore
  readonly jobs: JobQueue
  /** Null without a replica. */
  readonly replica: Pick<ReadReplica, 'status' | 'checkRuntimeRole' | 'poolUse'> | null
  /** Returns which migrations are pending. Throws `DATABASE_UNAVAILABLE` when Postgres is away. */
  status(): Promise<DatabaseStatus>
  /**
   * Returns what is wrong with the connection and its role, one English line for each fault. Throws as `status` does.
   */
  checkRuntimeRole(): Promise<string[]>
  /** Returns how the connections to `url` are used; the replica has its own. */
  poolUse(): PoolUse
  /** Counts the connections of all tenants. Throws as `status` does. */
  countConnections(): Promise<readonly ConnectionCount[]>
  /** Counts the imports of all tenants, for metrics. Throws `DATABASE_UNAVAILABLE`. */
  countImports(): Promise<readonly ImportCount[]>
  /** Waits a few seconds at most for running statements, and closes every connection. */
  close(): Promise<void>
}

/** Creates the stores on one pool of connections. Connects when first used, to a replica at once. */
export function createDatabase(options: DatabaseOptions): Database {
  const { url, poolSize = 10, statementTimeoutMs = 5000, connectTimeoutMs = 2000, onError = () => undefined } = options
  const { importLeaseMs = 5000, random = Math.random, onLeaseError = () => undefined } = options
  const { readUrl, maxReplicaLagMs = 5000, onReplicaChange = () => undefined } = options
  const pool = { poolSize, statementTimeoutMs, connectTimeoutMs, onError, tracer: options.tracer }
  const tenantDatabase = createTenantDatabase({ ...pool, url, watcher: options.watcher })
  const { withTenant, withoutTenant, together } = tenantDatabase
  const audit = createAuditStore(together)
  const primaryOrders = createOrderStore(withTenant)
  const sharedImports = createImportSingleFlight({ withTenant, leaseMs: importLeaseMs, random, onError: onLeaseError })
  const replica =
    readUrl === undefined
      ? null
      : openReadReplica(
          { ...pool, url: readUrl, primaryUrl: url, maxLagMs: maxReplicaLagMs, onChange: onReplicaChange },
          primaryOrders,
        )
  const close = closing(async () => {
    await audit.drained()
    await Promise.all([replica?.close(), tenantDatabase.close()])
  }, statementTimeoutMs)
  return {
    orders: replica?.orders ?? primaryOrders,
    connections: createConnectionStore(withTenant),
    memberships: createMembershipStore(withTenant),
    apiKeys: createApiKeyStore(withTenant),
    audit,
    quota: createUpstreamQuota(withoutTenant, undefined, random),
    singleFlight: replica?.noticeImports(sharedImports) ?? sharedImports,
    imports: createImportStore(withTenant),
    sweeps: createSweepStore(tenantDatabase),
    jobs: createBackgroundJobs(withoutTenant),
    replica,
    async status() {
      const migrations = pendingMigrations(withoutTenant, await migrationNames())
      const pending = await Promise.all([migrations, pendingJobTables(withoutTenant)])
      return { pending: pending.flat() }
    },
    checkRuntimeRole: () => checkConnection(tenantDatabase, { url, statementTimeoutMs }),
    poolUse: tenantDatabase.poolUse,
    countConnections: () => countConnections(withoutTenant),
    countImports: () => countImports(withoutTenant),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * Returns a function that closes once, however often it is called, and stops waiting for a frozen server at the limit.
 */
function closing(end: () => Promise<void>, limitMs: number): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => {
    closed ??= raceAgainst(limitMs, end()).catch(ignoreTimeout)
    return closed
  }
}

function ignoreTimeout(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error
}
