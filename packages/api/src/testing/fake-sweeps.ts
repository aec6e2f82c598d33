import type {
  BackgroundJob,
  ConnectionStatus,
  StaleOrders,
  Sweep,
  SweepPage,
  SweepStore,
  TenantId,
} from '@orderport/domain'

export interface FakeSweeps {
  readonly store: SweepStore
  /** The sweep of the only connection. */
  sweep: Sweep
  readonly pages: SweepPage[]
  /** What `refreshable` returns, but for those that failed. */
  stale: string[]
  /** How often orders failed to be refreshed. */
  readonly failures: Map<string, number>
  /** What `refreshable` was asked for. */
  readonly sought: StaleOrders[]
  /** What `connections` returns. */
  connections: { readonly tenantId: TenantId; readonly channel: string; readonly status: ConnectionStatus }[]
  /** The tenants by their selling accounts. */
  readonly sellers: Map<string, TenantId>
}

/** The sweep of one connection in memory. */
export function fakeSweeps(): FakeSweeps {
  const fake: FakeSweeps = {
    sweep: { sweptThrough: null, open: null },
    pages: [],
    stale: [],
    failures: new Map(),
    sought: [],
    connections: [],
    sellers: new Map(),
    store: {
      find: async () => fake.sweep,
      async begin(_tenantId, _channel, window) {
        fake.sweep = {
          ...fake.sweep,
          open: fake.sweep.open ?? { ...window, token: null, restarts: 0, pausedUntil: null },
        }
      },
      async savePage(_tenantId, _channel, page) {
        const { open } = fake.sweep
        if (open?.token !== page.token) return false
        fake.pages.push(page)
        fake.sweep =
          page.nextToken === null
            ? { sweptThrough: open.to, open: null }
            : { ...fake.sweep, open: { ...open, token: page.nextToken } }
        return true
      },
      async restart(_tenantId, _channel, pausedUntil) {
        const { open } = fake.sweep
        const restarted = open === null ? null : { ...open, token: null, restarts: open.restarts + 1, pausedUntil }
        fake.sweep = { ...fake.sweep, open: restarted }
      },
      async refreshable(_tenantId, _channel, stale, limit) {
        fake.sought.push(stale)
        return fake.stale.filter((reference) => !fake.failures.has(reference)).slice(0, limit)
      },
      async noteRefreshFailure(_tenantId, { externalOrderId }) {
        const failures = (fake.failures.get(externalOrderId) ?? 0) + 1
        fake.failures.set(externalOrderId, failures)
        return failures
      },
      connections: async () => fake.connections,
      tenantOfSeller: async (_channel, sellerId) => fake.sellers.get(sellerId) ?? null,
    },
  }
  return fake
}

/** A job that was enqueued, and not before when it may run. */
export interface EnqueuedJob {
  readonly job: BackgroundJob
  readonly at: string | undefined
}
