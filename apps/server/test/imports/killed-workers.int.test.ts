import { expect, it } from 'vitest'
import type { ServiceProcess } from '../harness/start-service-process.ts'
import { readLedger } from './read-ledger.ts'
import { dayMs, startImportService, widenPlans } from './start-import-service.ts'

const tenant = 'boutique-lyon'
const orders = 2000
const named = 200
const kills = 20
const calls = ['searchOrders', 'getOrder'] as const

/** Two workers; one is killed at a time, in turn, and another one takes its place. */
async function startTwoWorkers(startWorker: () => Promise<ServiceProcess>) {
  const workers = await Promise.all([startWorker(), startWorker()])
  return {
    async killOne(turn: number): Promise<void> {
      const index = turn % workers.length
      const victim = workers[index]
      victim?.signal('SIGKILL')
      await victim?.ended
      workers[index] = await startWorker()
    },
  }
}

it(
  'two workers, killed twenty times in turn while Amazon fails now and then, import every order exactly once',
  { timeout: 900_000 },
  async ({ annotate }) => {
    await using service = await startImportService()
    const { amazon, sql } = service
    widenPlans(service)
    const now = Date.now()
    const seller = service.connect(tenant)
    seller.seedOrders({ count: orders, from: now - 41 * dayMs, until: now - dayMs })
    const older = { count: named, from: now - 400 * dayMs, until: now - 390 * dayMs, seed: 7 }
    seller.seedOrders(older)
    const olderRefs = seller.orderIds.filter((id) => id.startsWith('409-0000007-'))
    const { imports } = service.client(tenant)
    const since = new Date(now - 42 * dayMs).toISOString()
    // The service learns the plans' rates before Amazon fails.
    expect((await imports.preview({ since })).orders).toBeGreaterThan(orders / 2)
    await service.importOne(tenant, olderRefs[0] ?? '')
    for (const operation of calls) {
      amazon.faults.push({ operation, fault: { kind: 'unavailable' }, ratio: 0.05, seed: 1 })
      amazon.faults.push({ operation, fault: { kind: 'throttled' }, ratio: 0.02, seed: 2 })
      amazon.faults.push({ operation, fault: { kind: 'delay', ms: 100 }, ratio: 1 })
    }
    const backfill = (await imports.start({ since })).import.id
    const references = (await imports.start({ refs: olderRefs })).import.id

    const hasEnded = async (id: string) => {
      const [row] = await sql('SELECT state FROM imports WHERE id = $1', [id])
      return row?.['state'] === 'done'
    }
    /** How much of the work is done, in orders: those of a page count together, as one step of the named ones. */
    const steps = async () => {
      const [row] = await sql(
        `SELECT (SELECT COALESCE(sum(pages), 0) * 10 FROM import_windows)
          + (SELECT count(*) FROM import_items WHERE import_id = $1 AND state <> 'queued') AS steps`,
        [references],
      )
      return Number(row?.['steps'])
    }
    const { killOne } = await startTwoWorkers(service.startWorker)
    const allSteps = (orders / 100) * 10 + named
    for (let killed = 0; killed < kills; killed += 1) {
      const next = Math.floor(((killed + 1) * allSteps) / (kills + 2))
      await expect.poll(steps, { timeout: 180_000, interval: 20 }).toBeGreaterThanOrEqual(next)
      // Every other time in the middle of a call, else just after something was stored.
      if (killed % 2 === 0)
        await Promise.race(
          calls.map((operation) => amazon.requestLog.received(operation, amazon.requestLog.count(operation) + 1)),
        )
      await killOne(killed)
    }
    for (const id of [backfill, references]) {
      await expect.poll(() => hasEnded(id), { timeout: 180_000, interval: 200 }).toBe(true)
    }
    expect(await readLedger(sql, backfill)).toEqual({
      counts: { state: 'done', total: orders, done: orders, failed: 0, error: null },
      items: { imported: orders },
      notOnce: [],
      faults: [],
    })
    expect(await readLedger(sql, references)).toMatchObject({
      counts: { state: 'done', total: named, done: named, failed: 0, error: null },
      notOnce: [],
      faults: [],
    })
    const stored = await sql('SELECT external_order_id FROM orders ORDER BY 1')
    expect(stored.map((row) => row['external_order_id'])).toEqual(seller.orderIds.toSorted())
    await annotate(`${amazon.requestLog.count('searchOrders')} searches; ${(Date.now() - now) / 1000} s`)
  },
)
