import { createOrderport, OrderportError, type Import } from '@orderport/sdk'
import { expect, it } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const one = '171-4093870-1757126'
const two = '402-1234567-7654321'
const unknown = '171-0000000-0000000'
const headers = { 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }

/** Starts the service with a tenant whose seller has two orders. */
async function startConnected(variables: Record<string, string> = {}) {
  const service = await startOrderport(variables)
  const seller = service.connect(tenant)
  for (const reference of [one, two]) seller.putOrder(sampleOrder(reference))
  const client = createOrderport({ baseUrl: service.address, tenantId: tenant })
  return { service, seller, ...client, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

/** Waits for the last state of an import that is watched. */
async function ended(states: AsyncIterable<Import>): Promise<Import | null> {
  let last: Import | null = null
  for await (const state of states) last = state
  return last
}

it('an agent imports every order that a conversation mentions, and watches it', async () => {
  await using fixture = await startConnected()
  const { imports, orders } = fixture
  const text = `Bonjour,\n> où sont ${one}, 402-1234567-\n> 7654321 et ${unknown} ?\n> #1001`
  const begun = await imports.start({ text })
  expect(begun).toMatchObject({ found: [one, two, unknown], left: ['#1001'], import: { total: 3 } })
  const versions: number[] = []
  let last = begun.import
  for await (const state of imports.watch(begun.import.id)) {
    versions.push(state.version)
    last = state
  }
  expect(last).toMatchObject({ state: 'done', done: 2, failed: 1 })
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
  expect((await imports.get({ id: begun.import.id, itemState: 'failed' })).items).toMatchObject([
    { ref: unknown, error: { code: 'ORDER_NOT_FOUND_FOR_TENANT' } },
  ])
  expect((await orders.list()).total).toBe(2)
  expect((await imports.list()).imports).toEqual([last])
})

it('the inbox’s back end imports many orders over REST, and asks how far it is', async () => {
  await using fixture = await startConnected()
  const { service, imports } = fixture
  const body = { orderRefs: [one, ` n° ${two} `, unknown, '#1001'] }
  const begun = await service.call('/api/v1/orders/import-many', { method: 'POST', headers, body })
  expect(begun).toMatchObject({
    status: 200,
    body: { success: true, state: 'queued', total: 3, found: [one, two, unknown], left: ['#1001'] },
  })
  const id = (await imports.list()).imports[0]?.id ?? 'none'
  await ended(imports.watch(id))
  expect((await service.call(`/api/v1/imports/${id}`, { headers })).body).toMatchObject({
    importId: id,
    state: 'done',
    total: 3,
    done: 2,
    failed: 1,
    error: null,
    failures: [
      { orderRef: unknown, code: 'ORDER_NOT_FOUND_FOR_TENANT', error: expect.stringContaining('introuvable') },
    ],
  })
  expect(await service.call('/api/v1/imports/imp-none', { headers })).toMatchObject({
    status: 404,
    body: { code: 'IMPORT_NOT_FOUND' },
  })
})

it('a backfill imports a period, its ledger counts every order, and its forecast is right', async () => {
  await using fixture = await startConnected()
  const { service, seller, imports, orders } = fixture
  const now = Date.now()
  const day = 86_400_000
  service.amazon.usagePlans.switchOff()
  seller.seedOrders({ count: 250, from: now - 60 * day, until: now - day })
  const since = new Date(now - 61 * day).toISOString()
  const forecast = await imports.preview({ since })
  expect(forecast.orders).toBeGreaterThan(200)
  const { import: begun } = await imports.start({ since })
  await ended(imports.watch(begun.id))
  const { import: done, windows } = await imports.get({ id: begun.id })
  const counted = await orders.list({ limit: 1 })
  expect(done).toMatchObject({ state: 'done', total: counted.total, stored: counted.total, failed: 0, error: null })
  expect(counted.total).toBeGreaterThanOrEqual(250)
  expect(windows.reduce((sum, { seen }) => sum + seen, 0)).toBe(counted.total)
  windows.forEach(({ from, to }, index) =>
    expect([to > from, from]).toEqual([true, windows[index + 1]?.to ?? done.since]),
  )
})

it('an import waits for a worker, and a foreign tenant does not see it', async () => {
  await using fixture = await startConnected({ ROLE: 'api' })
  const { service, imports } = fixture
  const { import: begun } = await imports.start({ refs: [one] })
  const { id } = begun
  const foreign = createOrderport({ baseUrl: service.address, tenantId: 'boutique-paris' }).imports
  for (const call of [() => foreign.get({ id }), () => foreign.cancel({ id }), () => foreign.watch(id).next()]) {
    const refusal = await call().catch((thrown: unknown) => thrown)
    expect(OrderportError.isInstance(refusal) && refusal.code).toBe('IMPORT_NOT_FOUND')
  }
  expect((await imports.get({ id })).import.state).toBe('queued')
  expect(await imports.cancel({ id })).toMatchObject({ state: 'cancelled' })
})
