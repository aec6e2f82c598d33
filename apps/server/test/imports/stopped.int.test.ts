import { expect, it, vi } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { readLedger } from './read-ledger.ts'
import { dayMs, startImportService, widenPlans } from './start-import-service.ts'

// Processes take long to start on a busy machine.
vi.setConfig({ testTimeout: 240_000 })

const tenant = 'boutique-lyon'
const references = Array.from({ length: 5 }, (_, index) => `171-0000000-000000${index}`)

type Service = Awaited<ReturnType<typeof startImportService>>

/** Resolves when no worker has a job in hand. */
async function idle({ sql }: Service): Promise<void> {
  const active = `SELECT count(*)::int AS jobs FROM pgboss.job WHERE state = 'active' AND data->>'kind' = 'import'`
  await expect.poll(async () => (await sql(active))[0]?.['jobs'], { timeout: 60_000 }).toBe(0)
}

async function ended({ sql }: Service, id: string): Promise<void> {
  const state = async () => (await sql('SELECT state FROM imports WHERE id = $1', [id]))[0]?.['state']
  await expect.poll(state, { timeout: 120_000, interval: 100 }).toBe('done')
}

it('a cancelled import asks for no further order: at most the one under way is stored', async () => {
  await using service = await startImportService()
  const { amazon, sql } = service
  const seller = service.connect(tenant)
  for (const reference of references) seller.putOrder(sampleOrder(reference))
  const { imports } = service.client(tenant)
  await service.startWorker()
  // The first order is answered; the second one hangs.
  amazon.faults.push({ operation: 'getOrder', fault: { kind: 'delay', ms: 0 } })
  amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const { id } = (await imports.start({ refs: references })).import
  await amazon.requestLog.received('getOrder', 2)
  expect(await imports.cancel({ id })).toMatchObject({ state: 'cancelled', done: 1 })
  amazon.faults.release()
  await idle(service)
  expect(amazon.requestLog.count('getOrder')).toBe(2)
  expect(await readLedger(sql, id)).toMatchObject({ items: { imported: 1, cancelled: 4 }, counts: { done: 1 } })
})

it('a cancelled backfill asks for no further page, and stores nothing of the one under way', async () => {
  await using service = await startImportService()
  const { amazon, sql } = service
  widenPlans(service)
  const seller = service.connect(tenant)
  seller.seedOrders({ count: 500, from: Date.now() - 6 * dayMs, until: Date.now() - dayMs })
  const { imports } = service.client(tenant)
  await service.startWorker()
  amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'delay', ms: 0 } })
  amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'hang' } })
  const { id } = (await imports.start({ since: new Date(Date.now() - 7 * dayMs).toISOString() })).import
  await amazon.requestLog.received('searchOrders', 2)
  await imports.cancel({ id })
  amazon.faults.release()
  await idle(service)
  expect(amazon.requestLog.count('searchOrders')).toBe(2)
  expect(await sql('SELECT count(*)::int AS orders FROM orders')).toEqual([{ orders: 100 }])
  expect((await imports.get({ id })).import).toMatchObject({ state: 'cancelled', done: 100 })
})

it('a worker that is told to stop ends within 25 s in the middle of a call, and another one loses nothing', async () => {
  await using service = await startImportService()
  const { amazon, sql } = service
  widenPlans(service)
  const seller = service.connect(tenant)
  seller.seedOrders({ count: 1000, from: Date.now() - 20 * dayMs, until: Date.now() - dayMs })
  const { imports } = service.client(tenant)
  amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'delay', ms: 50 }, times: 3 })
  amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'hang' } })
  const { id } = (await imports.start({ since: new Date(Date.now() - 21 * dayMs).toISOString() })).import
  const worker = await service.startWorker()
  await amazon.requestLog.received('searchOrders', 4)
  const told = performance.now()
  worker.signal('SIGTERM')
  amazon.faults.release()
  expect(await worker.ended).toBe(0)
  expect(performance.now() - told).toBeLessThan(25_000)
  await service.startWorker()
  await ended(service, id)
  expect(await readLedger(sql, id)).toEqual({
    counts: { state: 'done', total: 1000, done: 1000, failed: 0, error: null },
    items: { imported: 1000 },
    notOnce: [],
    faults: [],
  })
})
