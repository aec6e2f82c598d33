import type { ImportKey } from '@orderport/domain'
import { startTcpProxy } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { importKey } from '../testing/replicas.ts'
import { tenantB } from '../testing/sample-order.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import { createLeases, parseTaken, takeLease, type FencingToken, type HeldLease } from './lease.ts'

async function fixture({ leaseMs = 60_000 } = {}) {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const tenantDatabase = openTenantDatabase(testDatabase.runtimeUrl, { poolSize: 4 })
  started.defer(() => tenantDatabase.close())
  const owned = started.move()
  return {
    leases: { ...createLeases(tenantDatabase.withTenant, leaseMs), take: taking(tenantDatabase, leaseMs) },
    sql: (text: string) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Takes leases, as the single flight does in the round trip that also reads the order. */
function taking({ withTenant }: TenantDatabase, leaseMs: number) {
  return async (key: ImportKey): Promise<FencingToken | null> => {
    const { rows } = await withTenant(key.tenantId).query(takeLease(key, leaseMs))
    return parseTaken(rows)
  }
}

type Leases = Awaited<ReturnType<typeof fixture>>['leases']

async function taken(leases: Leases, key: ImportKey = importKey): Promise<HeldLease> {
  const token = await leases.take(key)
  if (token === null) throw new Error('Another import holds the lease.')
  return { key, token }
}

const expire = `UPDATE import_flights SET expires_at = clock_timestamp() - interval '1 ms'`

it('of twenty simultaneous imports one gets the lease', async () => {
  await using f = await fixture()
  const tokens = await Promise.all(Array.from({ length: 20 }, () => f.leases.take(importKey)))
  expect(tokens.filter((token) => token !== null)).toHaveLength(1)
  expect(await f.leases.look(importKey)).toEqual({ state: 'held' })
})

it.each([{ tenantId: tenantB }, { channel: 'other' }, { externalOrderId: '171-0000000-0000000' }])(
  'a lease does not hold for %j',
  async (other) => {
    await using f = await fixture()
    await taken(f.leases)
    expect(await f.leases.look({ ...importKey, ...other })).toEqual({ state: 'free' })
    await taken(f.leases, { ...importKey, ...other })
  },
)

it('an expired lease is taken over under a greater token; its old holder can’t renew or release it', async () => {
  await using f = await fixture()
  const lost = await taken(f.leases)
  await f.sql(expire)
  expect(await f.leases.look(importKey)).toEqual({ state: 'free' })
  const held = await taken(f.leases)
  expect(held.token).toBeGreaterThan(lost.token)
  expect(await f.leases.release(lost, { source: 'amazon_spapi' })).toBe(false)
  await f.sql(expire)
  await f.leases.renew(lost)
  expect(await f.leases.look(importKey)).toEqual({ state: 'free' })
  await f.leases.renew(held)
  expect(await f.leases.look(importKey)).toEqual({ state: 'held' })
  expect(await f.leases.release(held, { source: 'amazon_spapi' })).toBe(true)
})

it('an expired lease that nobody took over can still be released', async () => {
  await using f = await fixture()
  const lease = await taken(f.leases)
  await f.sql(expire)
  expect(await f.leases.release(lease, { source: 'stub' })).toBe(true)
})

it.each([
  { source: 'amazon_spapi' },
  { source: 'stub' },
  { source: 'cache' },
  { failure: 'UPSTREAM_ERROR', retryAfterSeconds: null },
  { failure: 'RATE_LIMITED', retryAfterSeconds: 3 },
] as const)('an outcome is read until the next import takes the lease: %j', async (outcome) => {
  await using f = await fixture()
  const lease = await taken(f.leases)
  await f.leases.release(lease, outcome)
  expect(await f.leases.look(importKey)).toEqual({ state: 'ended', outcome })
  await f.leases.renew(lease)
  expect(await f.leases.look(importKey)).toEqual({ state: 'ended', outcome })
  expect((await taken(f.leases)).token).toBeGreaterThan(lease.token)
  expect(await f.leases.look(importKey)).toEqual({ state: 'held' })
})

it('a released lease can be taken even before it expires', async () => {
  await using f = await fixture()
  await f.leases.release(await taken(f.leases), { source: 'amazon_spapi' })
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() + interval '1 hour'`)
  expect(await f.leases.take(importKey)).not.toBeNull()
})

it('a sweep deletes old rows of the tenant: not younger ones, held ones or another tenant’s', async () => {
  await using f = await fixture()
  for (const externalOrderId of ['ended', 'crashed', 'young', 'running']) {
    await taken(f.leases, { ...importKey, externalOrderId })
  }
  await taken(f.leases, { ...importKey, tenantId: tenantB, externalOrderId: 'ended' })
  await f.sql(`UPDATE import_flights SET source = 'stub' WHERE external_order_id = 'ended'`)
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '61 seconds'
    WHERE external_order_id IN ('ended', 'crashed')`)
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '50 seconds'
    WHERE external_order_id = 'young'`)
  await f.leases.sweep(importKey.tenantId)
  expect(
    await f.sql('SELECT tenant_id, external_order_id FROM import_flights ORDER BY tenant_id, external_order_id'),
  ).toEqual([
    { tenant_id: 'tenant-a', external_order_id: 'running' },
    { tenant_id: 'tenant-a', external_order_id: 'young' },
    { tenant_id: 'tenant-b', external_order_id: 'ended' },
  ])
})

it('a token is never drawn twice, even after its row was swept', async () => {
  await using f = await fixture()
  const first = await taken(f.leases)
  await f.sql('DELETE FROM import_flights')
  expect((await taken(f.leases)).token).toBeGreaterThan(first.token)
  expect(await f.leases.release(first, { source: 'amazon_spapi' })).toBe(false)
})

it('a database that is away is DATABASE_UNAVAILABLE for every call', async () => {
  await using proxy = await startTcpProxy({ targetPort: 1 })
  const tenantDatabase = openTenantDatabase(`postgres://nobody@127.0.0.1:${proxy.port}/none`, {
    statementTimeoutMs: 1000,
    connectTimeoutMs: 1000,
  })
  const leases = createLeases(tenantDatabase.withTenant, 1000)
  const lease = { key: importKey, token: 1n }
  const calls = [
    taking(tenantDatabase, 1000)(importKey),
    leases.look(importKey),
    leases.renew(lease),
    leases.release(lease, { source: 'cache' }),
  ]
  const failures = await Promise.allSettled(calls)
  expect(failures.map((failure) => failure.status === 'rejected' && failure.reason)).toEqual(
    calls.map(() => expect.objectContaining({ code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 2 })),
  )
  await tenantDatabase.close()
})
