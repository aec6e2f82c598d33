import type { BackgroundJob, ConnectionStatus, Sweep, SweepPage, SweepStore, TenantId } from '@orderport/domain'

export interface FakeSweeps {
  readonly store: SweepStore
  /** The sweep of the only connection. */
  sweep: Sweep
  readonly pages: SweepPage[]
  /** What `refreshable` returns. */
  stale: string[]
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
    connections: [],
    sellers: new Map(),
    store: {
      find: async () => fake.sweep,
      async begin(_tenantId, _channel, window) {
        fake.sweep = { ...fake.sweep, open: fake.sweep.open ?? { ...window, token: null } }
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
      async restart() {
        const { open } = fake.sweep
        fake.sweep = { ...fake.sweep, open: open === null ? null : { ...open, token: null } }
      },
      refreshable: async (_tenantId, _channel, _checkedBefore, limit) => fake.stale.slice(0, limit),
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
