import { aChannelOrder } from '@orderport/domain/testing'
import { isTrackedEnvelope } from '@trpc/server'
import { expect, it } from 'vitest'
import { createCaller } from '../router.ts'
import { connectedServices, now, tenant, type FakeServices } from '../testing/fake-services.ts'
import { importSchema } from './import-schema.ts'
import { runImport } from '../work/run-import.ts'

const never = new AbortController().signal
const one = '171-4093870-1757126'
const two = '402-1234567-7654321'

function callerOf(services: FakeServices) {
  const identity = { actor: 'peer', method: 'peer', tenants: 'any', scopes: ['orders:read', 'orders:import'] } as const
  const caller = async () => ({ identity, tenantId: tenant })
  return createCaller({ services, requestId: 'r-1', caller }).imports
}

it('starts an import of the references in a text, and says what it left', async () => {
  const services = connectedServices()
  const answer = await callerOf(services).start({ text: `Where are ${one}, ${two} and #1001?` })
  expect(answer).toMatchObject({ found: [one, two], left: ['#1001'], import: { state: 'queued', total: 2, done: 0 } })
  expect(services.audited).toMatchObject([{ action: 'imports.start', subject: answer.import.id, outcome: 'ok' }])
})

it.each([
  [{}, 'INVALID_REQUEST'],
  [{ refs: [one], text: one }, 'INVALID_REQUEST'],
  [{ refs: [one], until: '2026-01-01' }, 'INVALID_REQUEST'],
  [{ refs: [one], channel: 'none' }, 'INVALID_REQUEST'],
  [{ refs: [] }, 'ORDER_REF_MISSING'],
  [{ refs: ['#1001'] }, 'ORDER_REF_INVALID'],
  [{ text: 'Hello' }, 'ORDER_REF_MISSING'],
  [{ since: 'soon' }, 'INVALID_REQUEST'],
  [{ since: '2026-02-08T11:59:00Z' }, 'INVALID_REQUEST'],
  [{ since: '2026-01-01', until: '2025-01-01' }, 'INVALID_REQUEST'],
])('refuses %j', async (input, code) => {
  const services = connectedServices()
  await expect(callerOf(services).start(input)).rejects.toMatchObject({ cause: { code } })
  expect((await callerOf(services).list()).imports).toEqual([])
})

it('a backfill ends some minutes ago', async () => {
  const { import: bulkImport } = await callerOf(connectedServices()).start({ since: '2026-01-01' })
  expect(bulkImport).toMatchObject({
    since: '2026-01-01T00:00:00.000Z',
    until: '2026-02-08T11:57:00.000Z',
    total: null,
  })
})

it('tells each order of an import, and why it failed in French', async () => {
  const services = connectedServices()
  const imports = callerOf(services)
  const { import: begun } = await imports.start({ refs: [one, two] })
  await runImport(services, tenant, begun.id, never)
  const { import: ended, items } = await imports.get({ id: begun.id })
  expect(ended).toMatchObject({ state: 'done', done: 1, failed: 1, total: 2, estimatedEnd: null })
  expect(items).toMatchObject([
    { ref: one, state: 'stored', error: null },
    { ref: two, state: 'failed', error: { code: 'ORDER_NOT_FOUND_FOR_TENANT' } },
  ])
  expect(items[1]?.error?.sentence).toContain('introuvable')
  services.marketplace.orders.set(two, aChannelOrder({ externalOrderId: two }))
  await imports.retryFailed({ id: begun.id })
  await runImport(services, tenant, begun.id, never)
  expect((await imports.get({ id: begun.id })).import).toMatchObject({ state: 'done', done: 2, failed: 0 })
})

it.each(['get', 'cancel', 'retryFailed'] as const)('%s of an import that does not exist', async (name) => {
  await expect(callerOf(connectedServices())[name]({ id: 'imp-none' })).rejects.toMatchObject({
    cause: { code: 'IMPORT_NOT_FOUND' },
  })
})

it('a watcher sees the import as it is, then its end, and nothing twice', async () => {
  const services = connectedServices()
  const imports = callerOf(services)
  const { import: begun } = await imports.start({ refs: [one] })
  const seen: string[] = []
  let last = ''
  for await (const event of await imports.watch({ id: begun.id })) {
    if (!isTrackedEnvelope(event)) throw new Error('an event without an id')
    seen.push(importSchema.parse(event[1]).state)
    last = event[0]
    if (seen.length === 1) await runImport(services, tenant, begun.id, never)
  }
  expect(seen).toEqual(['queued', 'done'])
  const again: unknown[] = []
  for await (const event of await imports.watch({ id: begun.id, lastEventId: last })) again.push(event)
  expect(again).toEqual([])
})

it('a watcher is let go when the process stops, and told to connect again', async () => {
  const stopping = new AbortController()
  const imports = callerOf(connectedServices({ stopping: stopping.signal }))
  const { import: begun } = await imports.start({ refs: [one] })
  const watched = (await imports.watch({ id: begun.id }))[Symbol.asyncIterator]()
  expect((await watched.next()).done).toBe(false)
  stopping.abort()
  await expect(watched.next()).rejects.toMatchObject({ name: 'AbortError' })
})

it('forecasts a backfill from one page', async () => {
  const services = connectedServices()
  for (let day = 10; day < 13; day += 1) {
    const externalOrderId = `171-1111111-00000${day}`
    services.marketplace.orders.set(
      externalOrderId,
      aChannelOrder({ externalOrderId, orderDate: `2026-01-${day}T08:00:00.000Z` }),
    )
  }
  const imports = callerOf(services)
  expect(await imports.preview({ since: '2026-01-12', until: '2026-01-14' })).toMatchObject({
    orders: 1,
    isExact: true,
    calls: 1,
    seconds: 0,
    doneBy: now,
  })
  // Two orders on the first page of the newest week, made one day apart, and none in the other two weeks.
  expect(await imports.preview({ since: '2025-11-15', until: '2026-01-14' })).toMatchObject({
    orders: 40,
    isExact: false,
    calls: 20,
    seconds: 0,
  })
  services.marketplace.unlisted.add('171-1111111-0000010').add('171-1111111-0000011').add('171-1111111-0000012')
  // Without dates, the newest day is looked at, which has none. That there are more than a page is known.
  expect((await imports.preview({ since: '2025-11-15', until: '2026-01-14' })).orders).toBe(3)
})
