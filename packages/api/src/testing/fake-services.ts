import {
  mergeOrder,
  tenantIdSchema,
  type AuditEvent,
  type ImportKey,
  type ImportResult,
  type ImportSingleFlight,
  type Order,
  type OrderFilter,
  type OrderKey,
  type OrderPageRequest,
  type OrderStore,
  type OrderWriter,
} from '@orderport/domain'
import { aChannelOrder } from '@orderport/domain/testing'
import type { EndedImport, Services } from '../context.ts'
import type { OpenedOrder } from '../orders/order-opened.ts'
import { fakeImports, type FakeImports } from './fake-imports.ts'
import { fakeSweeps, type EnqueuedJob, type FakeSweeps } from './fake-sweeps.ts'
import { fakeConnections, type FakeConnections } from './fake-connections.ts'
import { fakeMarketplace, type FakeMarketplace } from './fake-marketplace.ts'

export const tenant = tenantIdSchema.parse('boutique-lyon')
export const otherTenant = tenantIdSchema.parse('atelier-berlin')

/** What opens the tenant's selling account. */
export const sellerCredentials = { sellerId: 'A1SELLER', refreshToken: 'Atzr|1' }

/** When every call of a test is made. */
export const now = '2026-02-08T12:00:00.000Z'

export interface FakeServices extends Services {
  readonly marketplace: FakeMarketplace
  readonly connectionsFake: FakeConnections
  readonly importsFake: FakeImports
  readonly sweepsFake: FakeSweeps
  /** Jobs that were enqueued. */
  readonly enqueued: EnqueuedJob[]
  /** Every stored order. */
  readonly stored: Order[]
  /** The lists that were asked for. */
  readonly listed: { readonly filter: OrderFilter; readonly page: OrderPageRequest }[]
  /** Why the marketplace could not be asked again. */
  readonly stale: unknown[]
  readonly endedImports: EndedImport[]
  readonly opened: OpenedOrder[]
  /** The procedures that were called, each with its outcome. */
  readonly calls: (readonly [procedure: string, outcome: string])[]
  readonly audited: (AuditEvent & { readonly tenantId: string })[]
}

/** The ports in memory, empty at first: no order, no credentials, no connection. */
export function fakeServices(overrides: Partial<Services> = {}): FakeServices {
  const marketplace = fakeMarketplace()
  const connectionsFake = fakeConnections()
  const importsFake = fakeImports()
  const sweepsFake = fakeSweeps()
  const enqueued: EnqueuedJob[] = []
  const stored: Order[] = []
  const listed: FakeServices['listed'] = []
  const audited: FakeServices['audited'] = []
  const stale: unknown[] = []
  const endedImports: FakeServices['endedImports'] = []
  const opened: OpenedOrder[] = []
  const calls: FakeServices['calls'] = []
  let ids = 0
  return {
    marketplace,
    connectionsFake,
    importsFake,
    sweepsFake,
    enqueued,
    stored,
    listed,
    audited,
    stale,
    endedImports,
    opened,
    calls,
    orders: fakeOrders(stored, listed),
    singleFlight: fakeSingleFlight(stored, connectionsFake),
    connections: connectionsFake.store,
    imports: importsFake.store,
    sweeps: sweepsFake.store,
    jobs: {
      async enqueue(job, at) {
        enqueued.push({ job, at })
      },
    },
    audit: {
      async record(tenantId, event) {
        audited.push({ ...event, tenantId })
      },
    },
    connectors: new Map([['amazon', marketplace.connector]]),
    stubMode: 'on',
    upstreamTimeoutMs: 10_000,
    reauthRetryAfterMs: 1_800_000,
    refreshAfterMs: 900_000,
    sweepEveryMs: 300_000,
    onStaleAnswer: (error) => stale.push(error),
    stopping: new AbortController().signal,
    onImport: (ended) => endedImports.push(ended),
    onOpened: (order) => opened.push(order),
    observeCall: (procedure) => (outcome) => calls.push([procedure, outcome]),
    now: () => new Date(now),
    newOrderId: () => `ord-${(ids += 1)}`,
    newImportId: () => `imp-${(ids += 1)}`,
    random: () => 0.5,
    ...overrides,
  }
}

/** The ports in memory, with the tenant's credentials and one order of its selling account: `aChannelOrder()`. */
export function connectedServices(overrides: Partial<Services> = {}): FakeServices {
  const services = fakeServices(overrides)
  const order = aChannelOrder()
  services.marketplace.credentials.set(tenant, sellerCredentials)
  services.marketplace.orders.set(order.externalOrderId, order)
  return services
}

function fakeOrders(stored: readonly Order[], listed: FakeServices['listed']): OrderStore {
  return {
    find: async (tenantId, key) => stored.find((order) => isOrder(order, { ...key, tenantId })) ?? null,
    get: async (tenantId, name) =>
      stored.find((order) => order.tenantId === tenantId && [order.id, order.externalOrderId].includes(name)) ?? null,
    async list(tenantId, filter, page) {
      listed.push({ filter, page })
      const orders = stored.filter((order) => order.tenantId === tenantId)
      return { orders, total: orders.length, hasMore: false, nextCursor: null }
    },
    late: async (tenantId) => stored.filter((order) => order.tenantId === tenantId),
  }
}

function fakeSingleFlight(stored: Order[], connections: FakeConnections): ImportSingleFlight {
  const running = new Map<string, Promise<ImportResult>>()
  return {
    run(key, _deadline, runImport) {
      const name = JSON.stringify(key)
      const start = {
        stored: stored.find((order) => isOrder(order, key)) ?? null,
        connection: connections.of(key.tenantId),
        writer: fakeWriter(stored, key),
      }
      const result = running.get(name) ?? runImport(start).finally(() => running.delete(name))
      running.set(name, result)
      return result
    },
  }
}

function fakeWriter(stored: Order[], key: ImportKey): OrderWriter {
  const put = (order: Order): Order => {
    const index = stored.findIndex((other) => isOrder(other, key))
    stored.splice(index === -1 ? stored.length : index, 1, order)
    return order
  }
  const { tenantId, channel, externalOrderId } = key
  return {
    async save({ id, now: updatedAt, fetched }) {
      const before = stored.find((order) => isOrder(order, key))
      const { facts, outdated } = mergeOrder(before ?? null, fetched)
      if (before !== undefined && outdated) return put({ ...before, checkedAt: updatedAt })
      const made = { id, tenantId, channel, externalOrderId, importedAt: updatedAt, replacedBy: null }
      return put({ ...made, ...before, ...facts, orderSource: 'amazon_spapi', updatedAt, checkedAt: updatedAt })
    },
    saveStub: async (stub) => stored.find((order) => isOrder(order, key)) ?? put(stub),
  }
}

function isOrder(order: Order, key: OrderKey & { readonly tenantId: string }): boolean {
  return (
    order.tenantId === key.tenantId && order.channel === key.channel && order.externalOrderId === key.externalOrderId
  )
}
