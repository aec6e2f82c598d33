import { makeStub, type OrderStore, type OrderWriter } from '@orderport/domain'
import { startTcpProxy, type TcpProxy, type TestDatabase } from '@orderport/embedded-postgres'
import type { Client } from 'pg'
import { describe, expect, it, vi } from 'vitest'
import type { PoolOptions } from './tenant-database/pool.ts'
import { createOrderStore } from './orders/order-store.ts'
import { expectFailure } from './testing/expect-failure.ts'
import { holdLeases, writerFor } from './testing/held-lease.ts'
import { migratedDatabase } from './testing/migrated-database.ts'
import { openSession } from './testing/open-session.ts'
import { openTenantDatabase } from './testing/open-tenant-database.ts'
import { channelOrder, tenantA } from './testing/sample-order.ts'

const fetched = channelOrder()
const key = { channel: 'amazon', externalOrderId: fetched.externalOrderId }
const now = '2026-02-06T09:00:00.000Z'
const away = { code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 2 }

/** Short, for the tests that wait for one of them. */
const deadlines = { statementTimeoutMs: 1000, connectTimeoutMs: 1500, poolSize: 1 }

/** Long enough for another failure to come first, also on a busy machine. */
const patient = { statementTimeoutMs: 10_000, connectTimeoutMs: 10_000 }

type Orders = OrderStore & OrderWriter

const calls: Record<keyof Orders, (orders: Orders) => Promise<unknown>> = {
  find: (orders) => orders.find(tenantA, key),
  get: (orders) => orders.get(tenantA, key.externalOrderId),
  list: (orders) => orders.list(tenantA, {}, { limit: 5, offset: 0 }),
  late: (orders) => orders.late(tenantA, now, 5),
  save: (orders) => orders.save({ id: 'ord-1', now, fetched, source: 'amazon_spapi' }),
  saveStub: (orders) =>
    orders.saveStub(makeStub({ id: 'ord-2', tenantId: tenantA, ...key, importedAt: now, orderDate: null }, {})),
}

const everyCall = Object.entries(calls)

interface OrderDatabase extends AsyncDisposable {
  readonly orders: Orders
}

function openOrders(options: { readonly url: string } & Partial<PoolOptions>): OrderDatabase {
  const tenantDatabase = openTenantDatabase(options.url, { ...deadlines, ...options })
  const orders = { ...createOrderStore(tenantDatabase.withTenant), ...writerFor(tenantDatabase.withTenant) }
  return { orders, [Symbol.asyncDispose]: () => tenantDatabase.close() }
}

interface Fixture extends AsyncDisposable {
  readonly testDatabase: TestDatabase
  readonly proxy: TcpProxy
  readonly database: OrderDatabase
}

/** Returns a database behind a TCP proxy, with one connection. */
async function fixture(options: Partial<typeof deadlines> = {}): Promise<Fixture> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  await holdLeases(testDatabase)
  const url = new URL(testDatabase.runtimeUrl)
  const proxy = started.use(await startTcpProxy({ targetPort: Number(url.port) }))
  url.port = String(proxy.port)
  const database = started.use(openOrders({ url: url.href, ...options }))
  const resources = started.move()
  return { testDatabase, proxy, database, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Opens another session's transaction that locks everybody out of `orders`. */
async function lockOrders(testDatabase: TestDatabase): Promise<Client & AsyncDisposable> {
  const session = await openSession(testDatabase)
  await session.query('BEGIN')
  await session.query('LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
  return session
}

/** Resolves once the service's session waits for a lock. */
async function untilWaiting(database: TestDatabase): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect(await database.superuserQuery(waiting, [database.runtimeRole])).toHaveLength(1), {
    timeout: 10_000,
  })
}

describe.concurrent.each(everyCall)('%s', (_name, call) => {
  it('finds the server gone', async () => {
    await using database = openOrders({ url: 'postgres://nobody@127.0.0.1:1/none' })
    await expect(call(database.orders)).rejects.toMatchObject(away)
  })

  it('fails when the connection breaks, and the next call works', async () => {
    await using f = await fixture(patient)
    await using locker = await lockOrders(f.testDatabase)
    const failing = expectFailure(call(f.database.orders))
    await untilWaiting(f.testDatabase)
    f.proxy.cut()
    expect(await failing).toMatchObject(away)
    await locker.end()
    await expect(call(f.database.orders)).resolves.toBeDefined()
  })

  it('fails when its session is killed, and the next call works', async () => {
    await using f = await fixture(patient)
    await using locker = await lockOrders(f.testDatabase)
    const failing = expectFailure(call(f.database.orders))
    await untilWaiting(f.testDatabase)
    await f.testDatabase.superuserQuery(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${f.testDatabase.runtimeRole}'`,
    )
    expect(await failing).toMatchObject(away)
    await locker.end()
    await expect(call(f.database.orders)).resolves.toBeDefined()
  })

  it('fails when the server freezes before connecting, and the next call works', async () => {
    await using f = await fixture()
    f.proxy.freeze()
    await expect(call(f.database.orders)).rejects.toMatchObject(away)
    await f.proxy.resume()
    await expect(call(f.database.orders)).resolves.toBeDefined()
  })

  it('fails when the server freezes during the call, and the next save is stored', async () => {
    await using f = await fixture({ ...patient, statementTimeoutMs: 3000 })
    await f.database.orders.find(tenantA, key)
    await using locker = await lockOrders(f.testDatabase)
    const failing = expectFailure(call(f.database.orders))
    await untilWaiting(f.testDatabase)
    f.proxy.freeze()
    expect(await failing).toMatchObject(away)
    await f.proxy.resume()
    await locker.end()
    await calls.save(f.database.orders)
    expect(await f.testDatabase.superuserQuery('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 1 }])
  })

  it('fails after waiting too long for a lock, and the next call works', async () => {
    await using f = await fixture({ ...patient, statementTimeoutMs: 1000 })
    await using locker = await lockOrders(f.testDatabase)
    await expect(call(f.database.orders)).rejects.toMatchObject(away)
    await locker.end()
    await expect(call(f.database.orders)).resolves.toBeDefined()
  })

  it('fails after waiting too long for a connection of the pool', async () => {
    await using f = await fixture({ ...deadlines, statementTimeoutMs: 10_000 })
    await using locker = await lockOrders(f.testDatabase)
    const first = f.database.orders.find(tenantA, key)
    await untilWaiting(f.testDatabase)
    await expect(call(f.database.orders)).rejects.toMatchObject(away)
    await locker.end()
    expect(await first).toBeNull()
  })

  it('fails when the server has no more connections', async () => {
    await using f = await fixture()
    await f.testDatabase.superuserQuery(`ALTER ROLE ${f.testDatabase.runtimeRole} CONNECTION LIMIT 0`)
    await expect(call(f.database.orders)).rejects.toMatchObject(away)
  })
})

it('a failed save leaves no row behind', async () => {
  await using f = await fixture(patient)
  await using locker = await lockOrders(f.testDatabase)
  const failing = expectFailure(calls.save(f.database.orders))
  await untilWaiting(f.testDatabase)
  f.proxy.cut()
  expect(await failing).toMatchObject(away)
  await locker.end()
  expect(await f.testDatabase.superuserQuery('SELECT FROM orders')).toEqual([])
})

describe.concurrent.each([
  ['before `migrate` (answered 500 before)', 'DROP TABLE orders'],
  ['of an older version, which lacks a column', 'ALTER TABLE orders DROP COLUMN marketplace'],
  ['restored without its grants', 'REVOKE ALL ON orders FROM orderport_app'],
])('a database %s', (_state, sql) => {
  it.each(everyCall)('is unavailable to %s', async (_name, call) => {
    await using f = await fixture()
    await f.testDatabase.superuserQuery(sql)
    expect(await expectFailure(call(f.database.orders))).toMatchObject(away)
  })
})
