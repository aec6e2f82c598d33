import { DomainError } from '@orderport/domain'
import { aChannelOrder } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import { startImport } from '../imports/start-import.ts'
import { connectedServices, fakeServices, now, tenant, type FakeServices } from '../testing/fake-services.ts'
import { runImport } from './run-import.ts'

const never = new AbortController().signal
const one = '171-0000000-0000001'
const two = '171-0000000-0000002'
const references = [one, two, '171-0000000-0000003']

/** Five orders on five days of January 2026. */
const january = Array.from({ length: 5 }, (_, index) =>
  aChannelOrder({ externalOrderId: `171-1111111-000000${index}`, orderDate: `2026-01-1${index}T08:00:00.000Z` }),
)

async function started(services: FakeServices, what: { refs?: readonly string[]; since?: string; until?: string }) {
  const { bulkImport } = await startImport(services, tenant, { channel: 'amazon', requestedBy: 'peer', ...what })
  return services.importsFake.of(bulkImport.id)
}

function servicesWith(orders: readonly ReturnType<typeof aChannelOrder>[]): FakeServices {
  const services = connectedServices()
  for (const order of orders) services.marketplace.orders.set(order.externalOrderId, order)
  return services
}

const run = (services: FakeServices, { bulkImport: { id } }: { bulkImport: { id: string } }) =>
  runImport(services, tenant, id, never)

it('imports each order that it names, and ends', async () => {
  const services = servicesWith(references.map((externalOrderId) => aChannelOrder({ externalOrderId })))
  const stored = await started(services, { refs: references })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', total: 3, stored: 3, failed: 0 })
  expect(services.stored.map(({ externalOrderId }) => externalOrderId)).toEqual(references)
})

it('an order that is stored and current costs no call', async () => {
  const services = servicesWith([aChannelOrder({ externalOrderId: one })])
  await run(services, await started(services, { refs: [one] }))
  const again = await started(services, { refs: [one] })
  await run(services, again)
  expect(again.bulkImport).toMatchObject({ state: 'done', unchanged: 1, stored: 0 })
  expect(services.marketplace.asked).toHaveLength(1)
})

it('an order that the marketplace does not know fails, and the others go on', async () => {
  const services = servicesWith([aChannelOrder({ externalOrderId: two })])
  const stored = await started(services, { refs: references })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 1, failed: 2 })
  expect(stored.items.get(one)).toMatchObject({ error: 'ORDER_NOT_FOUND_FOR_TENANT', attempts: 1 })
})

it('an order that fails again and again is tried six times, over hours', async () => {
  let clock = Date.parse(now)
  const services = { ...servicesWith([]), now: () => new Date(clock) }
  services.marketplace.failures.fetch.push(...Array.from({ length: 6 }, () => 'UPSTREAM_ERROR' as const))
  const stored = await started(services, { refs: [one] })
  for (let turns = 0; turns < 5; turns += 1) {
    await run(services, stored)
    expect(stored.bulkImport).toMatchObject({ state: 'running', failed: 0 })
    clock = Date.parse(stored.dueAt ?? '')
  }
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', failed: 1 })
  expect(clock - Date.parse(now)).toBeGreaterThan(2 * 60 * 60_000)
})

it('waits for quota without counting an attempt, until the moment that the quota names', async () => {
  const services = servicesWith([])
  services.marketplace.connector.connect = async () => {
    throw new DomainError('RATE_LIMITED', { retryAfterMs: 1234 })
  }
  const stored = await started(services, { refs: references })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'running', error: null })
  expect(stored.dueAt).toBe('2026-02-08T12:00:01.234Z')
  expect(stored.items.get(one)).toMatchObject({ state: 'queued', attempts: 0 })
})

it.each([
  ['CHANNEL_REAUTH_REQUIRED', 'waiting'],
  ['CREDENTIALS_UNAVAILABLE', 'waiting'],
  ['SELLER_ALREADY_CONNECTED', 'failed'],
] as const)('%s concerns the whole import, which is %s', async (code, state) => {
  const services = servicesWith([])
  services.marketplace.failures.connect.push(code)
  const stored = await started(services, { refs: references })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state, error: code })
  expect([...stored.items.values()].every((item) => item.state === 'queued' && item.attempts === 0)).toBe(true)
})

it('makes no stubs: without credentials it fails', async () => {
  const services = fakeServices()
  const stored = await started(services, { refs: references })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'failed', error: 'NO_ACTIVE_CHANNEL' })
  expect(services.stored).toEqual([])
})

it('a job whose database is away is thrown, to be run again', async () => {
  const services = servicesWith([])
  services.marketplace.failures.connect.push('DATABASE_UNAVAILABLE')
  const stored = await started(services, { refs: references })
  await expect(run(services, stored)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

it('a cancelled import stops before its next order', async () => {
  const services = servicesWith(references.map((externalOrderId) => aChannelOrder({ externalOrderId })))
  const stored = await started(services, { refs: references })
  const finishItem = services.imports.finishItem
  services.importsFake.store.finishItem = async (...call) => {
    await services.imports.cancel(tenant, stored.bulkImport.id, now)
    return finishItem(...call)
  }
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'cancelled', stored: 1 })
  expect(services.marketplace.asked).toHaveLength(1)
})

it('a worker that is told to stop begins no order, and leaves a job', async () => {
  const services = servicesWith([])
  const stored = await started(services, { refs: references })
  await runImport(services, tenant, stored.bulkImport.id, AbortSignal.abort())
  expect(services.marketplace.asked).toEqual([])
  expect(stored.dueAt).toBe(now)
})

it('a backfill lists its period window by window and page by page, and stores each order', async () => {
  const services = servicesWith(january)
  const stored = await started(services, { since: '2026-01-01', until: '2026-02-01' })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5, failed: 0 })
  expect(stored.windows.every(({ state }) => state === 'done')).toBe(true)
  expect(stored.windows.at(-1)?.from).toBe('2026-01-01T00:00:00.000Z')
  expect(services.marketplace.listed.every(({ priority }) => priority === 'bulk')).toBe(true)
})

it('a page token that died begins its window anew', async () => {
  const services = servicesWith(january)
  services.marketplace.deadTokens.add('2')
  const stored = await started(services, { since: '2026-01-09', until: '2026-01-16' })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5 })
  expect(stored.windows).toMatchObject([{ restarts: 1, state: 'done' }])
})

it('page tokens that die again and again make a backfill wait, say so in the end, and go on when they live', async () => {
  let clock = Date.parse(now)
  const services = { ...servicesWith(january), now: () => new Date(clock) }
  services.marketplace.alwaysDead.add('2')
  const stored = await started(services, { since: '2026-01-09', until: '2026-01-16' })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'running', error: null })
  expect(stored.windows).toMatchObject([{ restarts: 3 }])
  for (let turns = 0; turns < 3; turns += 1) {
    clock = Date.parse(stored.dueAt ?? '')
    await run(services, stored)
  }
  expect(stored.windows).toMatchObject([{ restarts: 10 }])
  expect(stored.bulkImport).toMatchObject({ state: 'waiting', error: 'UPSTREAM_ERROR' })
  expect(Date.parse(stored.dueAt ?? '') - clock).toBe(15 * 60_000)
  services.marketplace.alwaysDead.clear()
  clock = Date.parse(stored.dueAt ?? '')
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5, error: null })
})

it('orders that a list tells without their contents are fetched one by one', async () => {
  const services = servicesWith(january)
  services.marketplace.unlisted.add('171-1111111-0000003')
  const stored = await started(services, { since: '2026-01-01', until: '2026-02-01' })
  await run(services, stored)
  expect(services.marketplace.asked).toEqual(['171-1111111-0000003'])
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5 })
})

it('an order that can’t be stored does not stop the others of its page', async () => {
  const services = servicesWith(january)
  const stored = await started(services, { since: '2026-01-01', until: '2026-02-01' })
  services.importsFake.saveFailures.push(new Error('out of range'))
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5 })
  expect(services.marketplace.asked).toHaveLength(2)
})

it('a backfill that the marketplace fails waits, says why, and goes on where it was', async () => {
  const services = servicesWith(january)
  services.marketplace.failures.list.push('UPSTREAM_ERROR')
  const stored = await started(services, { since: '2026-01-01', until: '2026-02-01' })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'waiting', error: 'UPSTREAM_ERROR' })
  await run(services, stored)
  expect(stored.bulkImport).toMatchObject({ state: 'done', stored: 5, error: null })
})

it('a second click on the same backfill returns the running one', async () => {
  const services = servicesWith(january)
  const one = await started(services, { since: '2026-01-01' })
  const two = await started(services, { since: '2026-01-01' })
  expect(two.bulkImport.id).toBe(one.bulkImport.id)
  await run(services, one)
  expect((await started(services, { since: '2026-01-01' })).bulkImport.id).not.toBe(one.bulkImport.id)
})
