import {
  DomainError,
  makeStub,
  type Deadline,
  type ImportKey,
  type ImportResult,
  type ImportStart,
  type Order,
  type OrderWriter,
} from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { importKey, replicas } from '../testing/replicas.ts'
import { channelOrder, tenantB } from '../testing/sample-order.ts'

const never: Deadline = { signal: new AbortController().signal, endsAt: Number.POSITIVE_INFINITY }
const now = '2026-02-06T09:00:00.000Z'

/** An import that runs until the test ends it with a source or a failure, and then writes what that source writes. */
function controlledImport(key: ImportKey = importKey) {
  const { promise: source, resolve: end, reject: fail } = Promise.withResolvers<ImportResult['source']>()
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const controlled = { runs: 0, end, fail, started, runImport }
  async function runImport({ writer }: ImportStart): Promise<ImportResult> {
    controlled.runs += 1
    start()
    return write(writer, key, await source)
  }
  return controlled
}

async function write(writer: OrderWriter, key: ImportKey, source: ImportResult['source']): Promise<ImportResult> {
  const { externalOrderId } = key
  const identity = { ...key, id: `ord-${Object.values(key).join('-')}`, importedAt: now, orderDate: null }
  switch (source) {
    case 'amazon_spapi':
      return {
        source,
        order: await writer.save({ ...identity, now, fetched: channelOrder({ externalOrderId }), source }),
      }
    case 'stub':
      return { source, order: await writer.saveStub(makeStub(identity, {})) }
    case 'cache':
      return { source, order: makeStub(identity, {}) }
  }
}

function storedOrder({ orders }: Database, key: ImportKey = importKey): Promise<Order | null> {
  return orders.find(key.tenantId, key)
}

describe('within one process', () => {
  it('simultaneous callers share one import, and a later caller runs a new one', async () => {
    await using f = await replicas()
    const first = controlledImport()
    const callers = [1, 2, 3].map(() => f.one.singleFlight.run(importKey, never, first.runImport))
    await first.started
    first.end('amazon_spapi')
    const results = await Promise.all(callers)
    const result = { source: 'amazon_spapi', order: await storedOrder(f.one) }
    expect(results).toEqual([result, result, result])
    expect(first.runs).toBe(1)
    const next = controlledImport()
    next.end('cache')
    expect(await f.one.singleFlight.run(importKey, never, next.runImport)).toMatchObject({ source: 'cache' })
  })

  it.each([{ tenantId: tenantB }, { channel: 'other' }, { externalOrderId: '171-0000000-0000000' }])(
    '%j is imported at the same time',
    async (difference) => {
      await using f = await replicas()
      const keys = [importKey, { ...importKey, ...difference }]
      const imports = keys.map((key) => ({ key, ...controlledImport(key) }))
      const running = imports.map(({ key, runImport }) => f.one.singleFlight.run(key, never, runImport))
      await Promise.all(imports.map(({ started }) => started))
      for (const { end } of imports) end('amazon_spapi')
      const stored = await Promise.all(running)
      expect(stored).toMatchObject(
        keys.map(({ tenantId, channel, externalOrderId }) => ({
          source: 'amazon_spapi',
          order: { tenantId, channel, externalOrderId },
        })),
      )
    },
  )

  it('drained() waits for running imports, failing ones included', async () => {
    await using f = await replicas()
    const failing = controlledImport()
    const failure = expectFailure(f.one.singleFlight.run(importKey, never, failing.runImport))
    await failing.started
    const drained = f.one.singleFlight.drained()
    failing.fail(new Error('crashed'))
    await drained
    expect(await failure).toMatchObject({ message: 'crashed' })
    expect(await f.sql('SELECT failure_code FROM import_flights')).toEqual([{ failure_code: 'INTERNAL' }])
  })

  it('a writer refuses an order that its lease is not about', async () => {
    await using f = await replicas()
    const fetched = channelOrder({ externalOrderId: '171-0000000-0000000' })
    const saving = f.one.singleFlight.run(importKey, never, async ({ writer }) => ({
      order: await writer.save({ id: 'ord-1', now, fetched, source: 'amazon_spapi' }),
      source: 'amazon_spapi',
    }))
    await expect(saving).rejects.toThrow(/another order/)
    expect(await f.sql('SELECT failure_code FROM import_flights')).toEqual([{ failure_code: 'INTERNAL' }])
    expect(await f.sql('SELECT FROM orders')).toEqual([])
  })

  it('a reference with a NUL is refused: without it, it would name another order', async () => {
    await using f = await replicas()
    const key = { ...importKey, externalOrderId: '171\0' }
    const failure = await expectFailure(f.one.singleFlight.run(key, never, controlledImport().runImport))
    expect(failure).toMatchObject({ code: 'ORDER_REF_INVALID' })
  })
})

describe('over two processes', () => {
  it('a waiter gets the result of the running import; a later caller runs its own', async () => {
    await using f = await replicas()
    const holders = controlledImport()
    const waiters = controlledImport()
    const holder = f.one.singleFlight.run(importKey, never, holders.runImport)
    await holders.started
    const waits = f.nextWait()
    const waiter = f.other.singleFlight.run({ ...importKey, refresh: true }, never, waiters.runImport)
    await waits
    holders.end('amazon_spapi')
    const result = { source: 'amazon_spapi', order: await holder.then(({ order }) => order) }
    expect(await Promise.all([holder, waiter])).toEqual([result, result])
    expect(await storedOrder(f.other)).toEqual(result.order)
    expect(waiters.runs).toBe(0)
    waiters.end('cache')
    expect(await f.other.singleFlight.run(importKey, never, waiters.runImport)).toMatchObject({ source: 'cache' })
  })

  it('a waiter gets the stub that the running import made', async () => {
    await using f = await replicas()
    const holders = controlledImport()
    const holder = f.one.singleFlight.run(importKey, never, holders.runImport)
    await holders.started
    const waits = f.nextWait()
    const waiter = f.other.singleFlight.run(importKey, never, controlledImport().runImport)
    await waits
    holders.end('stub')
    const result = await holder
    expect(result).toMatchObject({ source: 'stub', order: { totalAmount: '0.00' } })
    expect(await waiter).toEqual(result)
  })

  it('a waiter gets the running import’s failure with its Retry-After; a later caller does not', async () => {
    await using f = await replicas()
    const holders = controlledImport()
    const holder = expectFailure(f.one.singleFlight.run(importKey, never, holders.runImport))
    await holders.started
    const waits = f.nextWait()
    const waiter = expectFailure(f.other.singleFlight.run(importKey, never, controlledImport().runImport))
    await waits
    holders.fail(new DomainError('RATE_LIMITED', { retryAfterSeconds: 7, detail: 'of the holder' }))
    expect(await holder).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7, detail: 'of the holder' })
    expect(await waiter).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7 })
    const next = controlledImport()
    next.end('amazon_spapi')
    expect(await f.other.singleFlight.run(importKey, never, next.runImport)).toMatchObject({ source: 'amazon_spapi' })
  })

  it('a result from the cache is not shared: a refresh that waited for it asks the marketplace itself', async () => {
    await using f = await replicas()
    const plain = controlledImport()
    const refresh = controlledImport()
    const holder = f.one.singleFlight.run(importKey, never, plain.runImport)
    await plain.started
    const waiter = f.one.singleFlight.run({ ...importKey, refresh: true }, never, refresh.runImport)
    plain.end('cache')
    expect(await holder).toMatchObject({ source: 'cache' })
    await refresh.started
    refresh.end('amazon_spapi')
    expect(await waiter).toMatchObject({ source: 'amazon_spapi' })
  })

  it.each(['amazon_spapi', 'stub', 'cache'] as const)(
    'a holder that stopped renewing loses the lease, writes no %s, and answers with what the next holder stored',
    async (source) => {
      await using f = await replicas({ importLeaseMs: 60_000 })
      const paused = controlledImport()
      const loser = f.one.singleFlight.run(importKey, never, paused.runImport)
      await paused.started
      const lostToken = await fencingToken(f.sql)
      const next = controlledImport()
      let waits = f.nextWait()
      const winner = f.other.singleFlight.run(importKey, never, next.runImport)
      await waits
      await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '1 ms'`)
      await next.started
      expect(await fencingToken(f.sql)).toBeGreaterThan(lostToken)
      waits = f.nextWait()
      paused.end(source)
      await waits
      expect(await f.sql('SELECT FROM orders')).toEqual([])
      next.end('amazon_spapi')
      const result = await winner
      expect(result).toMatchObject({ source: 'amazon_spapi' })
      expect(await loser).toEqual(result)
      expect(paused.runs).toBe(1)
    },
  )

  it('a running import renews its lease: nobody takes over', async () => {
    await using f = await replicas({ importLeaseMs: 3000 })
    const holders = controlledImport()
    const waiters = controlledImport()
    const holder = f.one.singleFlight.run(importKey, never, holders.runImport)
    await holders.started
    const first = await expiry(f.sql)
    const waiter = f.other.singleFlight.run(importKey, never, waiters.runImport)
    await expect.poll(async () => (await expiry(f.sql)) - first, { timeout: 10_000 }).toBeGreaterThan(0)
    holders.end('amazon_spapi')
    const result = await holder
    expect(result).toMatchObject({ source: 'amazon_spapi' })
    expect(await waiter).toEqual(result)
    expect([holders.runs, waiters.runs]).toEqual([1, 0])
  })

  it('a waiter whose deadline passes gets UPSTREAM_TIMEOUT; the running import continues', async () => {
    await using f = await replicas()
    const holders = controlledImport()
    const holder = f.one.singleFlight.run(importKey, never, holders.runImport)
    await holders.started
    const passed = new AbortController()
    const deadline = { ...never, signal: passed.signal }
    const waiter = expectFailure(f.other.singleFlight.run(importKey, deadline, controlledImport().runImport))
    passed.abort()
    expect(await waiter).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
    holders.end('amazon_spapi')
    expect(await holder).toMatchObject({ source: 'amazon_spapi' })
  })

  it('a lease that can’t be released is reported, and the import still answers its own caller', async () => {
    const reported: unknown[] = []
    await using f = await replicas({ onLeaseError: (error) => reported.push(error) })
    const result = await f.one.singleFlight.run(importKey, never, async ({ writer }) => {
      await f.sql('ALTER TABLE import_flights RENAME TO import_flights_away')
      return write(writer, importKey, 'cache')
    })
    expect(result).toMatchObject({ source: 'cache' })
    expect(reported).toHaveLength(1)
  })
})

type Sql = (text: string) => Promise<readonly Record<string, unknown>[]>

async function fencingToken(sql: Sql): Promise<number> {
  const [row] = await sql('SELECT fence::float8 AS token FROM import_flights')
  return Number(row?.['token'])
}

async function expiry(sql: Sql): Promise<number> {
  const [row] = await sql('SELECT (extract(epoch FROM expires_at) * 1000)::float8 AS at FROM import_flights')
  return Number(row?.['at'])
}
