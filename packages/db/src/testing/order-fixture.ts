import {
  makeStub,
  type ChannelOrder,
  type NewOrder,
  type Order,
  type OrderStore,
  type OrderWriter,
  type Stub,
  type TenantId,
} from '@orderport/domain'
import { expect } from 'vitest'
import { createOrderStore } from '../orders/order-store.ts'
import { holdLeases, writerFor } from './held-lease.ts'
import { migratedDatabase } from './migrated-database.ts'
import { openTenantDatabase } from './open-tenant-database.ts'
import { channelOrder, tenantA } from './sample-order.ts'

export const firstImport = '2026-02-06T09:00:00.000Z'
export const later = '2026-02-07T09:00:00.000Z'

/** The sample order's reference and key. */
export const reference = channelOrder().externalOrderId
export const key = { channel: 'amazon', externalOrderId: reference }

/** A database whose tenants hold the lease of the sample order: tests save it as often as they like. */
export interface OrderFixture extends AsyncDisposable {
  readonly orders: OrderStore
  readonly sql: (text: string) => Promise<readonly Record<string, unknown>[]>
  /** Writes the sample order of a tenant, as the holder of the lease with that token. */
  writer(tenantId?: TenantId, token?: bigint): OrderWriter
}

export async function orderFixture(roleSettings: readonly string[] = []): Promise<OrderFixture> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  await holdLeases(testDatabase)
  for (const setting of roleSettings) {
    await testDatabase.superuserQuery(`ALTER ROLE ${testDatabase.runtimeRole} SET ${setting}`)
  }
  const tenantDatabase = openTenantDatabase(testDatabase.runtimeUrl, { poolSize: 10 })
  started.defer(() => tenantDatabase.close())
  const owned = started.move()
  return {
    orders: createOrderStore(tenantDatabase.withTenant),
    sql: (text) => testDatabase.superuserQuery(text),
    writer: (tenantId, token) => writerFor(tenantDatabase.withTenant, tenantId, token),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export function newOrder(id: string, fetched: ChannelOrder): NewOrder {
  return { id, now: id === 'ord-1' ? firstImport : later, fetched, source: 'amazon_spapi' }
}

/** Saves an answer; what the writer returns is what a read finds afterwards. */
export async function save(
  { orders, writer }: OrderFixture,
  id: string,
  fetched: ChannelOrder,
  tenantId: TenantId = tenantA,
): Promise<Order> {
  const saved = await writer(tenantId).save(newOrder(id, fetched))
  expect(await orders.find(tenantId, key)).toEqual(saved)
  return saved
}

export async function saveStub({ orders, writer }: OrderFixture, id: string): Promise<Order> {
  const saved = await writer().saveStub(sampleStub(id))
  expect(await orders.find(tenantA, key)).toEqual(saved)
  return saved
}

export function sampleStub(id: string): Stub {
  const identity = { id, tenantId: tenantA, ...key, importedAt: firstImport, orderDate: null }
  return makeStub(identity, { customerName: 'Zoé du message' })
}
