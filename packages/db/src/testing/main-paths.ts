import { deadlineIn, type OrderStore, type TenantId } from '@orderport/domain'
import type { Database } from '../database.ts'
import { importKey } from './replicas.ts'
import { channelOrder, tenantA, tenantB } from './sample-order.ts'

const firstImport = '2026-02-06T09:00:00.000Z'
const refresh = '2026-02-08T09:00:00.000Z'
const reference = '402-0000000-0000001'
const page = { limit: 10, offset: 0 }

/**
 * Runs what the service does with orders: both tenants import one reference; then a repeated import, a refresh, detail,
 * searches, lists, a page by cursor, the late orders, an audit record. Returns everything that was read, which must be
 * the same on every kind of database.
 */
export async function observeMainPaths(database: Database): Promise<Readonly<Record<string, unknown>>> {
  const { orders, audit } = database
  const imported = await importBoth(database, firstImport, {})
  const repeated = await orders.find(tenantA, { channel: 'amazon', externalOrderId: reference })
  const shipped = { sourceUpdatedAt: '2026-02-08T08:00:00.000Z', customerName: 'Zoé Nouvelle' }
  const refreshed = await importBoth(database, refresh, shipped)
  await audit.record(tenantA, {
    actor: 'agent',
    method: 'peer',
    action: 'orders.get',
    subject: reference,
    outcome: 'ok',
    requestId: 'r',
  })
  const [a, b] = await Promise.all([readsOf(orders, tenantA), readsOf(orders, tenantB)])
  return { imported, repeated, refreshed, a, b }
}

async function importBoth(database: Database, now: string, changes: Parameters<typeof channelOrder>[0]) {
  const results = []
  for (const tenantId of [tenantA, tenantB]) {
    const key = { ...importKey, tenantId, externalOrderId: reference, refresh: true }
    const fetched = channelOrder({ externalOrderId: reference, ...changes })
    const result = await database.singleFlight.run(key, deadlineIn(10_000), async ({ writer }) => ({
      order: await writer.save({ id: `ord-${tenantId}`, now, fetched, source: 'amazon_spapi' }),
      source: 'amazon_spapi',
    }))
    results.push(result)
  }
  return results
}

/** Reads with interleaving: each tenant's reads run beside the other's. */
async function readsOf(orders: OrderStore, tenantId: TenantId) {
  const first = await orders.list(tenantId, {}, { limit: 5, offset: 0 })
  const others = await Promise.all([
    orders.get(tenantId, reference),
    orders.get(tenantId, `ord-${tenantId}`),
    orders.get(tenantId, tenantId === tenantA ? `ord-${tenantB}` : `ord-${tenantA}`),
    orders.list(tenantId, { q: reference }, page),
    orders.list(tenantId, { q: '6a0000000000' }, page),
    orders.list(tenantId, { q: 'no such order' }, page),
    orders.list(tenantId, { status: 'Shipped', dateFrom: '2026-01-01T00:00:00.000Z' }, page),
    orders.list(tenantId, {}, { limit: 5, offset: 0, cursor: first.nextCursor ?? undefined }),
    orders.late(tenantId, '2026-03-01T00:00:00.000Z', 10),
  ])
  return { first, others }
}

/** Returns SQL that gives each tenant this many orders, the same ones every time. */
export function manyOrders(count: number, tenants: readonly string[] = [tenantA, tenantB]): string {
  return `INSERT INTO orders (id, tenant_id, external_order_id, status, delivery_status, total_amount, order_date,
      tracking_code, tracking_codes, products, raw_data, latest_ship_date, estimated_delivery_at, packages,
      created_at, updated_at)
    SELECT 'ord-' || tenant || '-' || i, tenant, '171-' || lpad((i * 7919 % 10000000)::text, 7, '0') || '-' || lpad(i::text, 7, '0'),
      CASE WHEN i % 50 = 0 THEN 'Unshipped' ELSE 'Shipped' END,
      CASE WHEN i % 50 = 0 THEN 'pending' ELSE 'delivered' END,
      10 + i % 90, '2026-01-01Z'::timestamptz - i * interval '1 hour',
      '6B' || lpad(i::text, 11, '0'), '6B' || lpad(i::text, 11, '0'), '[]', '{}',
      '2026-01-03Z'::timestamptz - i * interval '1 hour', '2026-01-05Z'::timestamptz - i * interval '1 hour', '[]',
      '2026-01-01Z', '2026-01-01Z'
    FROM unnest(ARRAY[${tenants.map((tenant) => `'${tenant}'`).join(', ')}]) AS tenant, generate_series(1, ${count}) AS i`
}
