import type { FlightKey } from '@orderport/domain'
import { startTcpProxy } from '@orderport/embedded-postgres'
import { expect, test } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTestDoor } from '../testing/open-test-door.ts'
import { flightKey } from '../testing/replicas.ts'
import { tenantB } from '../testing/sample-order.ts'
import { createLeases } from './lease.ts'

async function fixture({ leaseMs = 60_000 } = {}) {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const door = openTestDoor(testDatabase.runtimeUrl, { poolSize: 4 })
  started.defer(() => door.close())
  const owned = started.move()
  return {
    leases: createLeases(door.withTenant, leaseMs),
    sql: (text: string) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

type Leases = Awaited<ReturnType<typeof fixture>>['leases']

async function taken(leases: Leases, key: FlightKey = flightKey): Promise<bigint> {
  const fence = await leases.take(key)
  if (fence === null) throw new Error('Somebody holds the lease.')
  return fence
}

const runOut = `UPDATE import_flights SET expires_at = clock_timestamp() - interval '1 ms'`

test('of twenty who ask at once one gets the lease', async () => {
  await using f = await fixture()
  const fences = await Promise.all(Array.from({ length: 20 }, () => f.leases.take(flightKey)))
  expect(fences.filter((fence) => fence !== null)).toHaveLength(1)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'flying' })
})

test.each([{ tenantId: tenantB }, { channel: 'other' }, { externalOrderId: '171-0000000-0000000' }])(
  'a lease says nothing of %j',
  async (other) => {
    await using f = await fixture()
    await taken(f.leases)
    expect(await f.leases.look({ ...flightKey, ...other })).toEqual({ state: 'free' })
    await taken(f.leases, { ...flightKey, ...other })
  },
)

test('a lease that ran out is taken over under a greater fence, and its holder can neither renew nor land', async () => {
  await using f = await fixture()
  const late = await taken(f.leases)
  await f.sql(runOut)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'free' })
  const fence = await taken(f.leases)
  expect(fence).toBeGreaterThan(late)
  expect(await f.leases.land(flightKey, late, { source: 'amazon_spapi' })).toBe(false)
  await f.sql(runOut)
  await f.leases.renew(flightKey, late)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'free' })
  await f.leases.renew(flightKey, fence)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'flying' })
  expect(await f.leases.land(flightKey, fence, { source: 'amazon_spapi' })).toBe(true)
})

test('a lease that ran out and that nobody wants still lands', async () => {
  await using f = await fixture()
  const fence = await taken(f.leases)
  await f.sql(runOut)
  expect(await f.leases.land(flightKey, fence, { source: 'stub' })).toBe(true)
})

test.each([
  { source: 'amazon_spapi' },
  { source: 'stub' },
  { source: 'cache' },
  { failure: 'UPSTREAM_ERROR', retryAfterSeconds: null },
  { failure: 'RATE_LIMITED', retryAfterSeconds: 3 },
] as const)('how a flight ended is seen, and forgotten by the next one: %j', async (end) => {
  await using f = await fixture()
  const fence = await taken(f.leases)
  await f.leases.land(flightKey, fence, end)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'ended', end })
  await f.leases.renew(flightKey, fence)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'ended', end })
  expect(await taken(f.leases)).toBeGreaterThan(fence)
  expect(await f.leases.look(flightKey)).toEqual({ state: 'flying' })
})

test('a flight that ended is over even while its clock says otherwise', async () => {
  await using f = await fixture()
  await f.leases.land(flightKey, await taken(f.leases), { source: 'amazon_spapi' })
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() + interval '1 hour'`)
  expect(await f.leases.take(flightKey)).not.toBeNull()
})

test('a landing sweeps the tenant’s rows of a minute ago: not younger ones, not those on the way, not another tenant’s', async () => {
  await using f = await fixture()
  for (const externalOrderId of ['ended', 'crashed', 'young', 'flying']) {
    await taken(f.leases, { ...flightKey, externalOrderId })
  }
  await taken(f.leases, { ...flightKey, tenantId: tenantB, externalOrderId: 'ended' })
  await f.sql(`UPDATE import_flights SET source = 'stub' WHERE external_order_id = 'ended'`)
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '61 seconds'
    WHERE external_order_id IN ('ended', 'crashed')`)
  await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '50 seconds'
    WHERE external_order_id = 'young'`)
  await f.leases.land(flightKey, await taken(f.leases), { source: 'amazon_spapi' })
  expect(
    await f.sql('SELECT tenant_id, external_order_id FROM import_flights ORDER BY tenant_id, external_order_id'),
  ).toEqual([
    { tenant_id: 'tenant-a', external_order_id: flightKey.externalOrderId },
    { tenant_id: 'tenant-a', external_order_id: 'flying' },
    { tenant_id: 'tenant-a', external_order_id: 'young' },
    { tenant_id: 'tenant-b', external_order_id: 'ended' },
  ])
})

test('a fence is never given twice, sweeping included', async () => {
  await using f = await fixture()
  const first = await taken(f.leases)
  await f.sql('DELETE FROM import_flights')
  expect(await taken(f.leases)).toBeGreaterThan(first)
  expect(await f.leases.land(flightKey, first, { source: 'amazon_spapi' })).toBe(false)
})

test('a database that is away is DATABASE_UNAVAILABLE for every call', async () => {
  await using proxy = await startTcpProxy({ targetPort: 1 })
  const door = openTestDoor(`postgres://nobody@127.0.0.1:${proxy.port}/none`, {
    statementTimeoutMs: 1000,
    connectTimeoutMs: 1000,
  })
  const leases = createLeases(door.withTenant, 1000)
  const calls = [
    leases.take(flightKey),
    leases.look(flightKey),
    leases.renew(flightKey, 1n),
    leases.land(flightKey, 1n, { source: 'cache' }),
  ]
  const failures = await Promise.allSettled(calls)
  expect(failures.map((failure) => failure.status === 'rejected' && failure.reason)).toEqual(
    calls.map(() => expect.objectContaining({ code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 2 })),
  )
  await door.close()
})
