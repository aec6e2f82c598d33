import { deadlineIn, type Order } from '@orderport/domain'
import { startTcpProxy } from '@orderport/embedded-postgres'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createDatabase, type Database } from '../database.ts'
import { importKey } from '../testing/replicas.ts'
import { channelOrder, tenantA, tenantB } from '../testing/sample-order.ts'
import { replicatedDatabase, type ReplicatedDatabase } from '../testing/streaming-replica.ts'
import type { ReplicaState } from './replica-monitor.ts'

const resources = new AsyncDisposableStack()
let servers: ReplicatedDatabase
let database: Database

beforeAll(async () => {
  servers = resources.use(await replicatedDatabase())
  await servers.database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id, status) VALUES
    ('ord-a', '${tenantA}', '1', 'Shipped'), ('ord-b', '${tenantB}', '1', 'Shipped')`)
  // A limit that no paused replay reaches, however slow the machine is.
  database = resources.use(
    createDatabase({ url: servers.database.runtimeUrl, readUrl: servers.replicaUrl, maxReplicaLagMs: 600_000 }),
  )
  await inState('in_use')
})

afterAll(() => resources.disposeAsync())

async function inState(state: ReplicaState): Promise<void> {
  await vi.waitFor(() => expect(database.replica?.status().state).toBe(state), { timeout: 30_000, interval: 20 })
}

/** Runs the work while the replica has everything until now and replays no more, as one under load falls behind. */
async function whileReplayPauses(work: () => Promise<void>): Promise<void> {
  await servers.caughtUp()
  await servers.replicaQuery('SELECT pg_wal_replay_pause()')
  await vi.waitFor(
    async () => {
      const [pause] = await servers.replicaQuery('SELECT pg_get_wal_replay_pause_state() AS state')
      expect(pause).toEqual({ state: 'paused' })
    },
    { timeout: 30_000, interval: 20 },
  )
  try {
    await work()
  } finally {
    await servers.replicaQuery('SELECT pg_wal_replay_resume()')
  }
}

/** Waits for an answer of the replica: a busy machine may leave it out for a moment, and then the primary answers. */
async function eventually(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 30_000, interval: 50 })
}

function statusOf(order: Order | null): string | undefined {
  return order?.status
}

function importInto(tenantId: typeof tenantA, externalOrderId: string, id: string) {
  return database.singleFlight.run(
    { ...importKey, tenantId, externalOrderId },
    deadlineIn(5000),
    async ({ writer }) => {
      const order = { id, now: new Date().toISOString(), fetched: channelOrder({ externalOrderId }) }
      return { order: await writer.save({ ...order, source: 'amazon_spapi' }), source: 'amazon_spapi' }
    },
  )
}

it('list, search, detail and the late list are read from the replica', async () => {
  await whileReplayPauses(async () => {
    await servers.database.superuserQuery("UPDATE orders SET status = 'Canceled'")
    const page = { limit: 10, offset: 0 }
    await eventually(async () => {
      expect(statusOf(await database.orders.get(tenantA, 'ord-a'))).toBe('Shipped')
      expect((await database.orders.list(tenantA, {}, page)).orders.map(statusOf)).toEqual(['Shipped'])
      expect((await database.orders.list(tenantB, { q: '1' }, page)).orders.map(statusOf)).toEqual(['Shipped'])
      expect(await database.orders.late(tenantA, new Date().toISOString(), 10)).toEqual([])
    })
    // An import decides by what is stored now.
    expect(statusOf(await database.orders.find(tenantA, { channel: 'amazon', externalOrderId: '1' }))).toBe('Canceled')
    await servers.database.superuserQuery("UPDATE orders SET status = 'Shipped'")
  })
})

it('the replica shows each tenant only its rows', async () => {
  await inState('in_use')
  expect(await database.orders.get(tenantA, 'ord-b')).toBeNull()
  expect((await database.orders.list(tenantB, {}, { limit: 10, offset: 0 })).orders.map(({ id }) => id)).toEqual([
    'ord-b',
  ])
})

it('an order that the replica does not know yet is found at the primary', async () => {
  await whileReplayPauses(async () => {
    await servers.database.superuserQuery(
      `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('ord-new', '${tenantA}', '171-new')`,
    )
    expect(await database.orders.get(tenantA, 'ord-new')).toMatchObject({ id: 'ord-new' })
    expect(await database.orders.get(tenantB, 'ord-new')).toBeNull()
    const found = await database.orders.list(tenantA, { q: '171-new' }, { limit: 10, offset: 0 })
    expect(found).toMatchObject({ total: 1, orders: [{ id: 'ord-new' }] })
  })
})

it('a tenant that imports reads its import at once, and others go on reading from the replica', async () => {
  await inState('in_use')
  await whileReplayPauses(async () => {
    await importInto(tenantA, '171-1111111-1111111', 'ord-imported')
    await servers.database.superuserQuery("UPDATE orders SET status = 'Canceled' WHERE id = 'ord-b'")
    const own = await database.orders.list(tenantA, {}, { limit: 10, offset: 0 })
    expect(own.orders.map(({ id }) => id)).toContain('ord-imported')
    await eventually(async () => {
      expect(statusOf(await database.orders.get(tenantB, 'ord-b'))).toBe('Shipped')
    })
  })
})

it('a replica that lags is left out, and used again when it has caught up', async () => {
  const changes: ReplicaState[] = []
  await using strict = createDatabase({
    url: servers.database.runtimeUrl,
    readUrl: servers.replicaUrl,
    maxReplicaLagMs: 1000,
    onReplicaChange: ({ state }) => changes.push(state),
  })
  const lastChange = async (state: ReplicaState) => {
    await vi.waitFor(() => expect(changes.at(-1)).toBe(state), { timeout: 30_000, interval: 20 })
  }
  await lastChange('in_use')
  await whileReplayPauses(async () => {
    await servers.database.superuserQuery("UPDATE orders SET status = 'Unshipped' WHERE id = 'ord-a'")
    await lastChange('lagging')
    expect(strict.replica?.status()).toMatchObject({ state: 'lagging' })
    expect(statusOf(await strict.orders.get(tenantA, 'ord-a'))).toBe('Unshipped')
  })
  await lastChange('in_use')
})

it('the role of the replica’s connection is checked', async () => {
  expect(await database.replica?.checkRuntimeRole()).toEqual([])
  const url = new URL(servers.replicaUrl)
  const superuser = new URL(servers.database.superuserUrl)
  Object.assign(url, { username: superuser.username, password: superuser.password })
  const states: ReplicaState[] = []
  await using asSuperuser = createDatabase({
    url: servers.database.runtimeUrl,
    readUrl: url.href,
    onReplicaChange: ({ state }) => states.push(state),
  })
  await vi.waitFor(() => expect(states).toEqual(['unfit']), { timeout: 30_000 })
  expect(await asSuperuser.replica?.checkRuntimeRole()).toEqual([expect.stringContaining('is a superuser')])
})

it('the primary under both URLs is no replica, and every read goes there', async () => {
  const url = servers.database.runtimeUrl
  await using twice = createDatabase({ url, readUrl: url })
  await vi.waitFor(() => expect(twice.replica?.status().state).toBe('unfit'), { timeout: 30_000 })
  expect(await twice.orders.get(tenantB, 'ord-b')).toMatchObject({ id: 'ord-b' })
})

it('a replica that is frozen delays a read by three seconds at most, and is left out', async () => {
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(servers.replicaUrl).port) })
  const url = new URL(servers.replicaUrl)
  url.port = String(proxy.port)
  await using frozen = createDatabase({ url: servers.database.runtimeUrl, readUrl: url.href })
  await vi.waitFor(() => expect(frozen.replica?.status().state).toBe('in_use'), { timeout: 30_000 })
  expect(await frozen.orders.get(tenantB, 'ord-b')).toMatchObject({ id: 'ord-b' })
  proxy.freeze()
  const began = performance.now()
  expect(await frozen.orders.get(tenantB, 'ord-b')).toMatchObject({ id: 'ord-b' })
  // The primary's own time and a busy machine's come on top.
  expect(performance.now() - began).toBeLessThan(5500)
  expect(frozen.replica?.status().state).toBe('away')
})

it('a replica that goes away in the middle costs no answer', async () => {
  await inState('in_use')
  const reads = Array.from({ length: 20 }, () => database.orders.get(tenantB, 'ord-b'))
  await servers.stopReplica()
  for (const order of await Promise.all(reads)) expect(order).toMatchObject({ id: 'ord-b' })
  expect(await database.orders.get(tenantB, 'ord-b')).toMatchObject({ id: 'ord-b' })
  await inState('away')
  expect(await database.orders.get(tenantB, 'ord-b')).toMatchObject({ id: 'ord-b' })
})
