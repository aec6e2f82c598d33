import type { Order, OrderStore } from '@orderport/domain'
import { checkConnection } from '../database-roles.ts'
import { createOrderStore } from '../orders/order-store.ts'
import type { PoolOptions } from '../tenant-database/pool.ts'
import { createTenantDatabase, type PoolUse } from '../tenant-database/tenant-database.ts'
import { createReplicaMonitor, type ReplicaMonitor, type ReplicaStatus } from './replica-monitor.ts'
import { createPositionReader } from './replica-position.ts'
import { createReplicatedOrders, type ReplicatedOrders } from './replicated-orders.ts'

export interface ReadReplicaOptions extends PoolOptions {
  /** The primary's URL: `url` is the replica's. */
  readonly primaryUrl: string
  /** Milliseconds that the replica may be behind. */
  readonly maxLagMs: number
  /** Called for the log when the replica comes into use or is left out. */
  readonly onChange: (status: ReplicaStatus) => void
}

export interface ReadReplica extends ReplicatedOrders {
  status(): ReplicaStatus
  /** Returns what is wrong with its connection and the role. Throws `DATABASE_UNAVAILABLE` when it is away. */
  checkRuntimeRole(): Promise<string[]>
  poolUse(): PoolUse
  close(): Promise<void>
}

/** The primary answers in its place, so nobody waits for a slow replica as long as for the primary. */
const replicaTimeouts = { statementTimeoutMs: 2000, connectTimeoutMs: 1000 }

const longestIntervalMs = 1000

const clock = (): number => performance.now()

/** Opens the replica's pool, and checks the replica in the background until it is closed. */
export function openReadReplica(options: ReadReplicaOptions, primary: OrderStore): ReadReplica {
  const { primaryUrl, maxLagMs, onChange, onError } = options
  const database = createTenantDatabase({ ...options, ...replicaTimeouts })
  const checkRuntimeRole = () => checkConnection(database, { ...options, ...replicaTimeouts })
  const intervalMs = Math.min(longestIntervalMs, maxLagMs / 4)
  const positions = { ...replicaTimeouts, onError }
  const primaryPosition = createPositionReader({ ...positions, url: primaryUrl })
  const replicaPosition = createPositionReader({ ...positions, url: options.url })
  const monitor = createReplicaMonitor(
    {
      primary: () => primaryPosition.read(longestIntervalMs),
      replica: () => replicaPosition.read(longestIntervalMs),
      checkRole: checkRuntimeRole,
      clock,
      onChange,
    },
    maxLagMs,
  )
  const isRecent = (order: Order) => lastWrite(order) > Date.now() - maxLagMs - clockSkewMs
  const stopWatching = watch(monitor, intervalMs)
  const replica = createOrderStore(database.withTenant)
  return {
    ...createReplicatedOrders({ primary, replica, monitor, clock, isRecent }),
    status: monitor.status,
    checkRuntimeRole,
    poolUse: database.poolUse,
    async close() {
      stopWatching()
      await Promise.all([database.close(), primaryPosition.close(), replicaPosition.close()])
    },
  }
}

/** How far the clocks of two processes may differ, in milliseconds. */
const clockSkewMs = 2000

/** Returns when a process last wrote the order, in milliseconds since 1970. */
function lastWrite({ importedAt, updatedAt, checkedAt }: Order): number {
  return Math.max(...[importedAt, updatedAt, checkedAt].map((moment) => (moment === null ? 0 : Date.parse(moment))))
}

/** Checks at once, then with pauses between the end of a check and the next one. Returns what ends it. */
function watch(monitor: ReplicaMonitor, intervalMs: number): () => void {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  async function checkAgain(): Promise<void> {
    await monitor.check()
    if (!isStopped) timer = setTimeout(() => void checkAgain(), intervalMs).unref()
  }
  void checkAgain()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
