import { expect, it } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { dayMs, startImportService } from './start-import-service.ts'

const tenant = 'boutique-lyon'
const other = 'boutique-paris'
const agents = 2
const importsOfEach = 25

/** Returns the value that 95 in a hundred don't exceed. */
function p95(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN
}

/** Imports orders one after another, as an agent does; returns how many milliseconds each took. */
async function clickThrough(click: () => Promise<{ readonly status: number }>): Promise<readonly number[]> {
  const took: number[] = []
  for (let count = 0; count < importsOfEach; count += 1) {
    const began = performance.now()
    const { status } = await click()
    took.push(performance.now() - began)
    expect(status).toBe(200)
  }
  return took
}

it.for([
  // In the plan of getOrder the backfill takes nothing; with v0 it fetches each order by the same plan as the agents.
  { ordersApi: '2026-01-01', listing: 'searchOrders', factor: 99 },
  { ordersApi: 'v0', listing: 'v0.getOrders', factor: 20 },
] as const)(
  'beside a backfill of 10,000 orders by $ordersApi, the same seller’s agents and another seller’s import hardly wait',
  { timeout: 180_000 },
  async ({ ordersApi, listing, factor }, { annotate }) => {
    await using service = await startImportService({ AMAZON_ORDERS_API: ordersApi })
    const { amazon, sql } = service
    amazon.usagePlans.scale(factor)
    const now = Date.now()
    const seller = service.connect(tenant)
    seller.seedOrders({ count: 10_000, from: now - 90 * dayMs, until: now - dayMs })
    const foreign = service.connect(other)
    const all = Array.from({ length: 2 * agents * importsOfEach }, (_, index) => `171-0000000-0000${100 + index}`)
    for (const reference of all) seller.putOrder(sampleOrder(reference))
    const clickAll = async (references: string[]) => {
      const click = () => service.importOne(tenant, references.pop() ?? '')
      return (await Promise.all(Array.from({ length: agents }, () => clickThrough(click)))).flat()
    }
    const mentioned = all.slice(0, 3)
    for (const reference of mentioned) foreign.putOrder(sampleOrder(reference))

    // What the machine and the simulator take by themselves.
    const alone = await clickAll(all.slice(0, all.length / 2))
    await service.startWorker()
    const { imports } = service.client(tenant)
    const { id } = (await imports.start({ since: new Date(now - 91 * dayMs).toISOString() })).import
    await amazon.requestLog.received(listing, 3)
    const progress = async () => {
      const [row] = await sql(
        `SELECT state, (SELECT count(*)::int FROM import_items WHERE import_id = $1) AS items FROM imports WHERE id = $1`,
        [id],
      )
      return { state: row?.['state'], items: Number(row?.['items']) }
    }
    if (ordersApi === 'v0') await amazon.requestLog.received('v0.getOrder', 1)

    const clicking = clickAll(all.slice(all.length / 2))
    const began = performance.now()
    const theirs = service.client(other).imports
    for await (const { state } of theirs.watch((await theirs.start({ refs: mentioned })).import.id)) {
      if (state === 'done') break
    }
    expect(performance.now() - began).toBeLessThan(10_000)
    const beside = await clicking
    await annotate(
      `p95 of ${beside.length} imports: ${p95(beside)} ms beside the backfill, ${p95(alone)} ms without it`,
    )
    expect(beside).toHaveLength(agents * importsOfEach)
    expect(p95(beside) - p95(alone)).toBeLessThan(2000)
    expect((await progress()).state).toBe('running')
    expect(amazon.requestLog.throttled(listing)).toEqual({ byFault: 0, byBucket: 0 })
    await imports.cancel({ id })
  },
)
