import { DomainError, type ImportSingleFlight, type Order, type OrderStore, type TenantId } from '@orderport/domain'
import type { ReplicaMonitor } from './replica-monitor.ts'

export interface ReplicatedOrdersDeps {
  readonly primary: OrderStore
  readonly replica: OrderStore
  readonly monitor: Pick<ReplicaMonitor, 'completeUntil' | 'reportFailure'>
  /** Milliseconds on the monitor's clock. */
  readonly clock: () => number
  /** True for an order that may have been written too lately for a replica in use. */
  readonly isRecent: (order: Order) => boolean
}

export interface ReplicatedOrders {
  readonly orders: OrderStore
  /** Wraps a single flight so that a tenant's reads see the imports that this process ran or waited for. */
  noticeImports<T extends ImportSingleFlight>(singleFlight: T): T
}

/**
 * Reads orders from the replica where that can't mislead anybody, else from the primary: a tenant that imported here
 * reads from the primary until the replica has its writes; what the replica doesn't know is looked up at the primary;
 * and the primary answers whatever the replica fails to. An import always reads from the primary.
 */
export function createReplicatedOrders(deps: ReplicatedOrdersDeps): ReplicatedOrders {
  const { primary, replica, monitor, clock, isRecent } = deps
  const lastImports = createLastImports()

  function isComplete(tenantId: TenantId): boolean {
    const until = monitor.completeUntil()
    return until !== null && lastImports.isBefore(tenantId, until)
  }

  async function read<T>(
    tenantId: TenantId,
    from: (orders: OrderStore) => Promise<T>,
    isAnswer: (found: T) => boolean,
  ): Promise<T> {
    if (!isComplete(tenantId)) return from(primary)
    try {
      const found = await from(replica)
      if (isAnswer(found)) return found
    } catch (error) {
      if (DomainError.is(error) && error.code === 'INVALID_REQUEST') throw error
      monitor.reportFailure()
    }
    return from(primary)
  }

  return {
    orders: {
      async find(tenantId, key) {
        const order = await primary.find(tenantId, key)
        // An import that answers from the cache shows what another process stored: a later read must not show less.
        if (order !== null && isRecent(order)) lastImports.note(tenantId, clock())
        return order
      },
      get: (tenantId, idOrReference) =>
        read<Order | null>(
          tenantId,
          (orders) => orders.get(tenantId, idOrReference),
          (order) => order !== null,
        ),
      list: (tenantId, filter, page) =>
        read(
          tenantId,
          (orders) => orders.list(tenantId, filter, page),
          ({ total }) => total > 0,
        ),
      late: (tenantId, now, limit) =>
        read(
          tenantId,
          (orders) => orders.late(tenantId, now, limit),
          () => true,
        ),
    },
    noticeImports: (singleFlight) => ({
      ...singleFlight,
      run: (key, deadline, runImport) =>
        singleFlight.run(key, deadline, runImport).finally(() => lastImports.note(key.tenantId, clock())),
    }),
  }
}

/** Remembers when each tenant last imported here, for as long as the replica may lack the import. */
function createLastImports() {
  const moments = new Map<TenantId, number>()
  return {
    note(tenantId: TenantId, moment: number): void {
      // Again at the end, so that the oldest come first.
      moments.delete(tenantId)
      moments.set(tenantId, moment)
    },
    /** True if the tenant imported nothing since `until`. Forgets what is older. */
    isBefore(tenantId: TenantId, until: number): boolean {
      for (const [other, moment] of moments) {
        if (moment >= until) break
        moments.delete(other)
      }
      return !moments.has(tenantId)
    },
  }
}
